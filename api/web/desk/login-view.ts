// The forms of signing in: password, second step, invitation.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { type SignInWays, SINGLE_SIGN_ON_URL } from "./account-gateway";
import { renderField } from "./fields";

type Submit = (event: SubmitEvent) => void;

const NEW_PASSWORD = { name: "password", type: "password", autocomplete: "new-password", direction: "ltr", isRequired: true, minLength: 10 } as const;

export function renderPasswordForm(ways: SignInWays, submit: Submit, isBusy: boolean): TemplateResult {
  return html`${ways.password
    ? html`<form class="fields" @submit=${submit}>
        ${renderField({ name: "email", form: "login", label: t("Email"), type: "email", autocomplete: "username", direction: "ltr", isRequired: true })}
        ${renderField({
          name: "password",
          form: "login",
          label: t("Password"),
          type: "password",
          autocomplete: "current-password",
          direction: "ltr",
          isRequired: true,
        })}
        <button type="submit" class="primary" data-testid="login-submit" ?disabled=${isBusy}>${t("Sign in")}</button>
      </form>`
    : nothing}
  ${ways.single_sign_on
    ? html`<a class="link-button" href=${SINGLE_SIGN_ON_URL} data-testid="single-sign-on">
        ${t("Sign in with {name}", { name: ways.single_sign_on.name })}
      </a>`
    : nothing}`;
}

export function renderCodeForm(submit: Submit, leave: () => void, isBusy: boolean): TemplateResult {
  return html`<form class="fields" @submit=${submit}>
    <p>${t("Enter the code that your authenticator app shows, or one of your recovery codes.")}</p>
    ${renderField({
      name: "code",
      form: "login",
      label: t("Code"),
      autocomplete: "one-time-code",
      direction: "ltr",
      isRequired: true,
    })}
    <button type="submit" class="primary" data-testid="second-factor-submit" ?disabled=${isBusy}>${t("Continue")}</button>
    ${renderLeave(leave)}
  </form>`;
}

export function renderInvitationForm(submit: Submit, isBusy: boolean): TemplateResult {
  return html`<form class="fields" @submit=${submit}>
    <p>${t("Welcome. Choose a password of at least 10 characters to open your account.")}</p>
    ${renderField({ name: "name", form: "login", label: t("Your name, as residents see it (not required)"), autocomplete: "name" })}
    ${renderField({ ...NEW_PASSWORD, form: "login", label: t("New password") })}
    <button type="submit" class="primary" data-testid="invitation-submit" ?disabled=${isBusy}>${t("Open my account")}</button>
  </form>`;
}

export function renderForcedSetUp(done: () => void, leave: () => void): TemplateResult {
  return html`<p>${t("Your role needs a second step when you sign in. Please set it up now.")}</p>
    <desk-second-factor @second-factor-set=${done}></desk-second-factor>
    ${renderLeave(leave)}`;
}

/** Current password where there is one, and the new one. */
export function renderNewPasswordForm(email: string, submit: Submit, isBusy: boolean): TemplateResult {
  return html`<form class="form narrow" @submit=${submit}>
    <input type="text" name="username" autocomplete="username" .value=${email} hidden readonly />
    ${renderField({
      name: "current",
      label: t("Current password (if you have one)"),
      type: "password",
      autocomplete: "current-password",
      direction: "ltr",
    })}
    ${renderField({ ...NEW_PASSWORD, label: t("New password"), hint: t("At least 10 characters.") })}
    <p class="line"><button type="submit" class="outlined" data-testid="set-password" ?disabled=${isBusy}>${t("Set password")}</button></p>
  </form>`;
}

export function renderTrouble(trouble: string): TemplateResult {
  return html`<p class="trouble" role="alert" data-testid="trouble" dir="auto">${trouble}</p>`;
}

function renderLeave(leave: () => void): TemplateResult {
  return html`<button type="button" class="plain" data-testid="leave" @click=${leave}>${t("Sign in as somebody else")}</button>`;
}
