// How satisfied the resident was: one of five, perhaps a few words, asked once and never twice.
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { starIcon } from "../shared/icons";
import { Refused } from "../shared/request";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import type { Gateway } from "./gateway";

type Stage = "open" | "sending" | "failed" | "given" | "dismissed";

const SCORES = [1, 2, 3, 4, 5] as const;
const COMMENT_LIMIT = 1000;

export class RatingForm {
  #stage: Stage = "open";
  #isAsked = false;
  #score: number | null = null;
  #comment = "";
  #conversation: string | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly gateway: Gateway,
    private readonly conversation: ResidentConversation,
  ) {}

  /** There is something to rate, and the form does not stand there already. */
  get isOffered(): boolean {
    return this.conversation.transcript.rating === "open" && !this.#isShown;
  }

  /** The resident asked for the form. */
  ask = (): void => {
    this.#isAsked = true;
    this.#stage = "open";
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => {
      const first = this.host.renderRoot.querySelector<HTMLElement>(".rating input");
      first?.focus({ preventScroll: true });
      first?.closest(".rating")?.scrollIntoView({ block: "end" });
    });
  };

  render(): TemplateResult | typeof nothing {
    this.#notice();
    if (this.#stage === "given") return html`<p class="rating thanks" role="status" data-testid="rated">${t("Thank you. You help us to do better.")}</p>`;
    return this.#isShown ? this.#renderForm() : nothing;
  }

  /** After a counsellor the form comes by itself; after the assistant alone only when asked for. */
  get #isShown(): boolean {
    const { rating, state, messages } = this.conversation.transcript;
    if (rating !== "open" || this.#stage === "dismissed" || this.#stage === "given") return false;
    const isParted = state === "closed" || (state === "bot" && messages.some((one) => one.author === "counsellor"));
    return this.#isAsked || isParted;
  }

  /** Another conversation, or another counsellor in it, is another matter. */
  #notice(): void {
    const isOther = this.conversation.key?.id !== this.#conversation;
    const isNewMatter = this.#stage === "given" && this.conversation.transcript.rating === "open";
    if (!isOther && !isNewMatter) return;
    this.#conversation = this.conversation.key?.id ?? null;
    this.#stage = "open";
    this.#isAsked = false;
    this.#score = null;
    this.#comment = "";
  }

  #renderForm(): TemplateResult {
    return html`<form class="rating" data-testid="rating" @submit=${this.#submit}>
      <fieldset>
        <legend>${t("How was this conversation for you?")}</legend>
        <div class="scores">${SCORES.map((score) => this.#renderScore(score))}</div>
      </fieldset>
      ${this.#score === null ? nothing : this.#renderComment()}
      ${this.#stage === "failed" ? html`<p class="trouble" role="alert">${t("This did not work. Please try again.")}</p>` : nothing}
      <div class="choices">
        <button type="button" class="plain" data-testid="rating-dismiss" @click=${this.#dismiss}>${t("Not now")}</button>
        <button class="primary" data-testid="rating-send" ?disabled=${this.#score === null || this.#stage === "sending"}>${t("Send")}</button>
      </div>
    </form>`;
  }

  #renderScore(score: number): TemplateResult {
    const choose = (): void => {
      this.#score = score;
      this.host.requestUpdate();
    };
    const isLit = this.#score !== null && score <= this.#score;
    return html`<label class="score ${isLit ? "lit" : ""}">
      <input type="radio" name="score" value=${score} .checked=${score === this.#score} @change=${choose} />
      ${starIcon}<span>${nameScore(score)}</span>
    </label>`;
  }

  #renderComment(): TemplateResult {
    return html`<label class="comment">
      <span>${t("What should we know? (not required)")}</span>
      <textarea
        rows="2"
        dir="auto"
        data-testid="rating-comment"
        maxlength=${COMMENT_LIMIT}
        .value=${this.#comment}
        @input=${(event: Event) => (this.#comment = (event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>`;
  }

  #dismiss = (): void => {
    this.#become("dismissed");
    this.host.renderRoot.querySelector<HTMLElement>(".composer textarea")?.focus();
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    void this.#send();
  };

  async #send(): Promise<void> {
    const key = this.conversation.key;
    if (!key || this.#score === null || this.#stage === "sending") return;
    this.#become("sending");
    try {
      await this.gateway.rate(key, this.#score, this.#comment.trim());
    } catch (error) {
      const isTwice = error instanceof Refused && error.slug === "already-rated";
      if (!isTwice) return this.#become("failed");
    }
    this.conversation.rated();
    this.#become("given");
  }

  #become(stage: Stage): void {
    this.#stage = stage;
    this.host.requestUpdate();
  }
}

function nameScore(score: number): string {
  switch (score) {
    case 1:
      return t("Very poor");
    case 2:
      return t("Poor");
    case 3:
      return t("All right");
    case 4:
      return t("Good");
    default:
      return t("Very good");
  }
}
