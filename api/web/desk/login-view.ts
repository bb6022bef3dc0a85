// Where a counsellor signs in.
import { html, nothing, type TemplateResult } from "lit";
import { roadSign } from "../shared/icons";
import { renderLanguageMenu } from "../shared/language-menu";
import type { Language } from "../shared/languages";
import { t } from "../shared/words";

export interface LoginActions {
  signIn: (email: string, password: string) => void;
  chooseLanguage: (language: Language) => void;
}

export function renderLogin(trouble: string, actions: LoginActions): TemplateResult {
  return html`<main class="login">
    <form class="login-card" @submit=${(event: SubmitEvent) => submit(event, actions)}>
      ${roadSign}
      <h1>${t("Counsellors' desk")}</h1>
      <label for="email">${t("Email")}</label>
      <input id="email" name="email" type="email" autocomplete="username" required dir="ltr" data-testid="login-email" />
      <label for="password">${t("Password")}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        dir="ltr"
        data-testid="login-password"
      />
      ${trouble ? renderTrouble(trouble) : nothing}
      <button type="submit" class="primary" data-testid="login-submit">${t("Sign in")}</button>
    </form>
    ${renderLanguageMenu(actions.chooseLanguage)}
  </main>`;
}

export function renderTrouble(trouble: string): TemplateResult {
  return html`<p class="trouble" role="alert" data-testid="trouble" dir="auto">${trouble}</p>`;
}

function submit(event: SubmitEvent, actions: LoginActions): void {
  event.preventDefault();
  const fields = new FormData(event.target as HTMLFormElement);
  actions.signIn(String(fields.get("email")), String(fields.get("password")));
}
