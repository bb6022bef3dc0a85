// Going on with the conversation on another device: a code for there, or the code from there.
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { formatNumber } from "../shared/format";
import { Refused } from "../shared/request";
import type { ResumeCode } from "../shared/wire";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import { closeAround, closeDialog, openDialog, renderDialog } from "./dialog";
import type { Gateway } from "./gateway";

const FRAGMENT = /^#resume=(.+)$/;
const TICK_MS = 5_000;

export class AnotherDevice {
  #issued: ResumeCode | "loading" | "failed" = "loading";
  #isCopied = false;
  #clock: ReturnType<typeof setInterval> | undefined;
  #entered = "";
  #trouble: "none" | "wrong" | "often" | "unreachable" = "none";
  #isRedeeming = false;

  constructor(
    private readonly host: LitElement,
    private readonly gateway: Gateway,
    private readonly conversation: ResidentConversation,
    private readonly base: string,
    private readonly leave: () => void,
  ) {}

  /** Fetch a code and show it. */
  show = async (): Promise<void> => {
    this.#issued = "loading";
    this.#isCopied = false;
    this.host.requestUpdate();
    openDialog(this.host.renderRoot, "code");
    const key = this.conversation.key;
    this.#issued = (key && (await this.gateway.issueCode(key).catch(() => null))) ?? "failed";
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.host.requestUpdate(), TICK_MS);
    this.host.requestUpdate();
  };

  /** Ask for the code of another device. */
  ask = (): void => {
    this.#trouble = "none";
    this.#entered = "";
    this.host.requestUpdate();
    openDialog(this.host.renderRoot, "enter-code");
  };

  /** A link with a code opened this page: the code leaves the address, and only the resident may use it. */
  takeFragment(): void {
    const code = FRAGMENT.exec(location.hash)?.[1];
    if (!code) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    this.ask();
    this.#entered = safelyDecoded(code);
    // Anybody can make such a link: a press of Enter by mistake must not take the conversation away.
    const choice = this.#losesConversation ? "cancel-code" : "redeem";
    void this.host.updateComplete.then(() => this.host.renderRoot.querySelector<HTMLElement>(`[data-testid=${choice}]`)?.focus());
  }

  get #losesConversation(): boolean {
    return this.conversation.isStarted || this.conversation.outbox.entries.length > 0;
  }

  render(): TemplateResult {
    return html`${this.#renderCode()}${this.#renderEntry()}`;
  }

  #renderCode(): TemplateResult {
    const stop = (): void => clearInterval(this.#clock);
    return renderDialog("code", t("Continue on another device"), this.#renderIssued(this.#issued), stop);
  }

  #renderIssued(issued: ResumeCode | "loading" | "failed"): TemplateResult {
    const close = html`<button type="button" class="outlined" @click=${closeAround}>${t("Close")}</button>`;
    if (issued === "loading") return html`<p role="status">${t("Loading…")}</p>`;
    const minutes = issued === "failed" ? 0 : minutesUntil(issued.expires_at);
    if (issued === "failed" || minutes === 0) {
      const words = issued === "failed" ? t("This did not work. Please try again.") : t("This code is no longer valid.");
      return html`<p class="trouble" role="alert">${words}</p>
        <div class="choices">${close}<button type="button" class="primary" @click=${this.show}>${t("New code")}</button></div>`;
    }
    const link = this.#linkOf(issued);
    const validity = t("Valid for about {minutes} min", { minutes: formatNumber(minutes) });
    return html`<p>${t("Open this address on the other device, or enter the code there. It works once.")}</p>
      <p class="code" data-testid="resume-code" dir="ltr">${issued.code}</p>
      <p class="code-link"><a href=${link} target="_blank" rel="noopener" dir="ltr" data-testid="resume-link">${link}</a></p>
      <p role="status">${this.#isCopied ? t("Copied") : validity}</p>
      <div class="choices">
        <button type="button" class="plain" data-testid="revoke-code" @click=${this.#revoke}>${t("Cancel this code")}</button>
        <button type="button" class="primary" data-testid="copy-code" @click=${() => this.#copy(link)}>${t("Copy the address")}</button>
      </div>`;
  }

  #renderEntry(): TemplateResult {
    const words = {
      none: "",
      wrong: t("This code no longer works. Please ask for a new one on the other device."),
      often: t("Too many attempts. Please wait a few minutes."),
      unreachable: t("No connection. Please try again."),
    }[this.#trouble];
    const trouble = words ? html`<p class="trouble" id="code-trouble" role="alert" data-testid="resume-trouble">${words}</p>` : nothing;
    const loss = html`<p id="code-loss" data-testid="code-loss">${t("The messages shown here will be removed from this device.")}</p>`;
    return renderDialog(
      "enter-code",
      t("Continue a conversation"),
      html`<form class="ask-form" @submit=${this.#submit}>
        ${trouble}
        <label for="code-entry">${t("Code from the other device")}</label>
        <input
          id="code-entry"
          data-testid="code-entry"
          dir="ltr"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="40"
          aria-describedby=${words ? "code-trouble" : nothing}
          .value=${this.#entered}
          @input=${(event: Event) => (this.#entered = (event.target as HTMLInputElement).value)}
        />
        ${this.#losesConversation ? loss : nothing}
        <div class="choices">
          <button type="button" class="outlined" data-testid="cancel-code" @click=${closeAround}>${t("Cancel")}</button>
          <button class="primary" data-testid="redeem" aria-describedby=${this.#losesConversation ? "code-loss" : nothing} ?disabled=${this.#isRedeeming}>${t("Continue")}</button>
        </div>
      </form>`,
    );
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    if (this.#entered.trim()) void this.#redeem();
  };

  async #redeem(): Promise<void> {
    this.#isRedeeming = true;
    this.#trouble = "none";
    this.host.requestUpdate();
    try {
      const { generation } = this.conversation;
      const { id, token, ...rest } = await this.gateway.redeem(this.#entered.trim());
      if (generation === this.conversation.generation) {
        this.leave();
        this.conversation.adopt({ id, token }, { id, ...rest });
        closeDialog(this.host.renderRoot, "enter-code");
      } else this.#trouble = "wrong";
    } catch (error) {
      const isOften = error instanceof Refused && error.status === 429;
      const isWrong = error instanceof Refused && !error.isTemporary;
      this.#trouble = isOften ? "often" : isWrong ? "wrong" : "unreachable";
      openDialog(this.host.renderRoot, "enter-code");
    }
    this.#isRedeeming = false;
    this.host.requestUpdate();
  }

  #copy(link: string): void {
    const done = (isCopied: boolean) => (): void => {
      this.#isCopied = isCopied;
      this.host.requestUpdate();
    };
    // Without https there is no clipboard; the address stays there to be marked and copied by hand.
    void navigator.clipboard?.writeText(link).then(done(true), done(false));
  }

  #revoke = (event: Event): void => {
    closeAround(event);
    const key = this.conversation.key;
    if (key) void this.gateway.revokeCode(key).catch(() => undefined);
  };

  #linkOf({ code, link }: ResumeCode): string {
    return link || `${this.base}/#resume=${code}`;
  }
}

function minutesUntil(moment: string): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 60_000));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
