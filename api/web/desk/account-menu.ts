// The counsellor's own small menu: set a password, sign out.
import { html, nothing, type TemplateResult } from "lit";
import type { Counsellor } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";

/** What became of the last attempt to set a password. */
export interface PasswordOutcome {
  text: string;
  isGood: boolean;
}

export function renderAccountMenu(
  desk: Desk,
  counsellor: Counsellor,
  outcome: PasswordOutcome | null,
  settle: (outcome: PasswordOutcome) => void,
): TemplateResult {
  return html`<details class="account" @keydown=${closeOnEscape}>
    <summary data-testid="account-menu">${counsellor.name}</summary>
    <div class="account-card">
      <p class="quiet" dir="ltr">${counsellor.email}</p>
      <form @submit=${(event: SubmitEvent) => void submit(event, desk, settle)}>
        <input type="text" name="username" autocomplete="username" .value=${counsellor.email} hidden readonly />
        <label for="new-password">${t("New password")}</label>
        <input id="new-password" name="password" type="password" autocomplete="new-password" required dir="ltr" data-testid="new-password" />
        ${outcome ? renderOutcome(outcome) : nothing}
        <button type="submit" class="outlined" data-testid="set-password">${t("Set password")}</button>
      </form>
      <button type="button" class="plain" data-testid="sign-out" @click=${() => void desk.signOut()}>${t("Sign out")}</button>
    </div>
  </details>`;
}

function renderOutcome(outcome: PasswordOutcome): TemplateResult {
  return html`<p role="alert" class=${outcome.isGood ? "good" : "trouble"}>${outcome.text}</p>`;
}

async function submit(event: SubmitEvent, desk: Desk, settle: (outcome: PasswordOutcome) => void): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const trouble = await desk.setPassword(String(new FormData(form).get("password")));
  settle(trouble ? { text: trouble, isGood: false } : { text: t("The new password is set."), isGood: true });
  if (!trouble) form.reset();
}

function closeOnEscape(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== "Escape" || !details.open) return;
  details.open = false;
  details.querySelector("summary")?.focus();
}
