// The counsellor's own small menu: the account, and the way out.
import { html, type TemplateResult } from "lit";
import type { Counsellor } from "../shared/wire";
import { t } from "../shared/words";

export interface AccountActions {
  showAccount: () => void;
  signOut: () => void;
}

export function renderAccountMenu(counsellor: Counsellor, { showAccount, signOut }: AccountActions): TemplateResult {
  const choose = (event: Event, action: () => void): void => {
    (event.currentTarget as HTMLElement).closest("details")?.removeAttribute("open");
    action();
  };
  return html`<details class="account" @keydown=${closeOnEscape}>
    <summary data-testid="account-menu">${counsellor.name}</summary>
    <div class="account-card">
      <p class="quiet" dir="ltr">${counsellor.email}</p>
      <button type="button" class="plain" data-testid="screen-account" @click=${(event: Event) => choose(event, showAccount)}>
        ${t("My account")}
      </button>
      <button type="button" class="plain" data-testid="sign-out" @click=${(event: Event) => choose(event, signOut)}>${t("Sign out")}</button>
    </div>
  </details>`;
}

function closeOnEscape(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== "Escape" || !details.open) return;
  details.open = false;
  details.querySelector("summary")?.focus();
}
