// <desk-second-factor>: sets up a second factor. Scan, confirm with a code, keep the recovery codes.
import { html, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { confirmSecondFactor, offerSecondFactor, type SecondFactorOffer } from "./account-gateway";
import { readForm, renderField, text } from "./fields";
import { DeskPart } from "./page";

/** Sends `second-factor-set` when it is on and the recovery codes are kept. */
export class SecondFactorElement extends DeskPart {
  #offer: SecondFactorOffer | null = null;
  #codes: string[] = [];

  protected override render(): TemplateResult {
    return html`<div class="ground" data-testid="second-factor">${this.renderNotice()} ${this.#renderStep()}</div>`;
  }

  #renderStep(): TemplateResult {
    if (this.#codes.length > 0) return this.#renderCodes();
    return this.#offer ? this.#renderScan(this.#offer) : this.#renderStart();
  }

  #renderStart(): TemplateResult {
    return html`<p>${t("An app on your phone shows a new code every 30 seconds. You enter it when you sign in.")}</p>
      <button type="button" class="outlined" data-testid="second-factor-start" ?disabled=${this.isBusy} @click=${() => void this.act(this.#begin)}>
        ${t("Set up the second step")}
      </button>`;
  }

  #renderScan(offer: SecondFactorOffer): TemplateResult {
    return html`<p>${t("Scan this picture with an authenticator app, or type the key there. Then enter the code that the app shows.")}</p>
      <img class="qr" alt=${t("Picture to scan with the authenticator app")} src=${addressOf(offer.qr_svg)} data-testid="qr" />
      <p>${t("Key")}: <bdi class="secret" data-testid="secret">${offer.secret}</bdi></p>
      <form class="form narrow" @submit=${this.#confirm}>
        ${renderField({
          name: "code",
          form: "confirm",
          label: t("Code from the app"),
          isRequired: true,
          autocomplete: "one-time-code",
          inputMode: "numeric",
          direction: "ltr",
        })}
        <p class="line">
          <button type="submit" class="primary" data-testid="second-factor-confirm" ?disabled=${this.isBusy}>${t("Confirm")}</button>
        </p>
      </form>`;
  }

  #renderCodes(): TemplateResult {
    return html`<h3 class="codes-title" tabindex="-1">${t("Recovery codes")}</h3>
      <p>${t("Each of these codes replaces the app once, for instance when your phone is lost. They are shown only now. Print them, or write them down.")}</p>
      <ul class="codes" data-testid="recovery-codes">
        ${this.#codes.map((code) => html`<li class="secret" dir="ltr">${code}</li>`)}
      </ul>
      <p class="line not-printed">
        <button type="button" class="outlined" data-testid="print-codes" @click=${() => window.print()}>${t("Print")}</button>
        <button type="button" class="primary" data-testid="codes-kept" @click=${this.#finish}>${t("I have kept them")}</button>
      </p>`;
  }

  #begin = async (): Promise<void> => {
    this.#offer = await offerSecondFactor();
    await this.showHeading("#confirm-code");
  };

  #confirm = (event: SubmitEvent): void => {
    const code = text(readForm(event), "code");
    void this.act(async () => {
      this.#codes = await confirmSecondFactor(code);
      this.#offer = null;
      await this.showHeading(".codes-title");
    });
  };

  #finish = (): void => {
    this.#codes = [];
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("second-factor-set", { bubbles: true, composed: true }));
  };
}

/** As a data: address, which the page's policy lets pictures come from; a picture of its own must name what it is. */
function addressOf(inlineSvg: string): string {
  const svg = inlineSvg.includes("xmlns=") ? inlineSvg : inlineSvg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

customElements.define("desk-second-factor", SecondFactorElement);
