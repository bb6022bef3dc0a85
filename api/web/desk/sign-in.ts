// <desk-sign-in>: from the door to the desk, by password or invitation, with the second step where there is one.
import { type CSSResultGroup, html, type TemplateResult } from "lit";
import { roadSign } from "../shared/icons";
import { renderLanguageMenu } from "../shared/language-menu";
import { directionOf, type Language } from "../shared/languages";
import { Refused } from "../shared/request";
import type { DeskSession } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import * as account from "./account-gateway";
import { readForm, text } from "./fields";
import { renderCodeForm, renderForcedSetUp, renderInvitationForm, renderPasswordForm } from "./login-view";
import { loginStyle } from "./login.css";
import { DeskPart } from "./page";
import "./second-factor";

/** Sends `signed-in` with the session once everything is passed, and `language-chosen`. */
export class SignInElement extends DeskPart {
  static override styles: CSSResultGroup = [...(DeskPart.styles as CSSResultGroup[]), loginStyle];
  static override properties = { session: { attribute: false }, invitation: { attribute: false }, trouble: { attribute: false } };

  /** A session that lacks its second factor; null before the first step. */
  declare session: DeskSession | null;
  /** The code of an invitation; "" for none. */
  declare invitation: string;
  /** Why signing in failed before this was shown. */
  declare trouble: string;
  #ways: account.SignInWays = { password: true, single_sign_on: null };

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.trouble) this.say(this.trouble, false);
    // Where the ways cannot be had, the password is one.
    void account.getSignInWays().then(this.#know, () => undefined);
  }

  protected override render(): TemplateResult {
    const language = spokenLanguage();
    return html`<main class="ground login" lang=${language} dir=${directionOf(language)}>
      <div class="login-card">
        ${roadSign}
        <h1>${t("Counsellors' desk")}</h1>
        ${this.renderNotice()} ${this.#renderStep()}
      </div>
      ${renderLanguageMenu(this.#chooseLanguage)}
    </main>`;
  }

  #renderStep(): TemplateResult {
    const { session } = this;
    if (this.invitation) return renderInvitationForm(this.#accept, this.isBusy);
    if (session?.second_factor === "missing") {
      return session.counsellor.second_factor.is_on
        ? renderCodeForm(this.#passCode, this.#leave, this.isBusy)
        : renderForcedSetUp(this.#resume, this.#leave);
    }
    return renderPasswordForm(this.#ways, this.#enter, this.isBusy);
  }

  #enter = (event: SubmitEvent): void => {
    const form = readForm(event);
    void this.#proceed(() => account.signInWithPassword(text(form, "email"), String(form.get("password"))));
  };

  #passCode = (event: SubmitEvent): void => {
    const code = text(readForm(event), "code");
    void this.#proceed(() => account.passSecondFactor(code));
  };

  #accept = (event: SubmitEvent): void => {
    const form = readForm(event);
    const name = text(form, "name");
    const invitation = { code: this.invitation, password: String(form.get("password")), ...(name && { name }) };
    void this.#proceed(() => account.acceptInvitation(invitation));
  };

  #resume = (): void => void this.#proceed(account.getSession);

  #leave = (): void => {
    void this.act(account.leaveSession).then(() => {
      this.session = null;
    });
  };

  /** One step further: to the desk, or to the second factor. */
  async #proceed(step: () => Promise<DeskSession>): Promise<void> {
    await this.act(async () => {
      const session = await step();
      this.invitation = "";
      if (session.second_factor === "missing") {
        this.session = session;
        await this.showHeading("input");
      } else this.dispatchEvent(new CustomEvent<DeskSession>("signed-in", { detail: session }));
    });
  }

  protected override explain(error: unknown): string {
    if (!(error instanceof Refused) || error.slug !== "not-signed-in") return super.explain(error);
    if (this.session) return t("Please sign in again.");
    return this.invitation ? t("This invitation has been used or is too old. Please ask for a new one.") : t("Email or password is wrong.");
  }

  #know = (ways: account.SignInWays): void => {
    this.#ways = ways;
    this.requestUpdate();
  };

  #chooseLanguage = (language: Language): void => {
    this.dispatchEvent(new CustomEvent<Language>("language-chosen", { detail: language }));
  };
}

customElements.define("desk-sign-in", SignInElement);
