// What the desk's pages have in common: each does one thing at a time, says how it went, and asks before what is grave.
import { type CSSResultGroup, html, LitElement, nothing, type TemplateResult } from "lit";
import { controls } from "../shared/controls.css";
import { directionOf } from "../shared/languages";
import { Refused } from "../shared/request";
import { theme } from "../shared/theme.css";
import type { Counsellor, Right } from "../shared/wire";
import { onWordsChanged, spokenLanguage, t } from "../shared/words";
import { dialogStyle } from "./dialog.css";
import { closeAround, renderDialog } from "./dialog";
import { formStyle } from "./form.css";
import { pageStyle } from "./page.css";
import { explain } from "./reasons";
import { may } from "./rights";
import { tableStyle } from "./table.css";

interface Question {
  text: string;
  yes: string;
  answer: (isYes: boolean) => void;
}

/** A part of the desk that talks to the gateway by itself. */
export abstract class DeskPart extends LitElement {
  static override styles: CSSResultGroup = [theme, controls, dialogStyle, pageStyle, formStyle, tableStyle];

  protected isBusy = false;
  #notice = { text: "", isGood: true };
  #question: Question | null = null;
  #stopListening = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onWordsChanged(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening();
  }

  /** Do something and say how it went; true when it went well. While one thing is being done, others are left out. */
  protected async act(action: () => Promise<void>, done = ""): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.say("");
    try {
      await action();
      this.say(done);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.#tellSessionEnded(error);
      this.say(this.explain(error), false);
    }
    this.isBusy = false;
    this.requestUpdate();
    return this.#notice.isGood;
  }

  protected say(text: string, isGood = true): void {
    this.#notice = { text, isGood };
    this.requestUpdate();
  }

  protected explain(error: unknown): string {
    return explain(error);
  }

  protected renderNotice(): TemplateResult {
    const { text, isGood } = this.#notice;
    return html`<p class="notice ${isGood ? "good" : "trouble"}" role=${isGood ? "status" : "alert"} data-testid="notice" dir="auto">${text}</p>`;
  }

  /** Ask before something that cannot be taken back; `yes` is what the button says. */
  protected confirm(text: string, yes: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#question = { text, yes, answer: resolve };
      this.requestUpdate();
    });
  }

  protected renderQuestion(): TemplateResult | typeof nothing {
    const question = this.#question;
    if (!question) return nothing;
    const answer = (isYes: boolean): void => {
      this.#question = null;
      question.answer(isYes);
      this.requestUpdate();
    };
    const content = html`<div class="window-actions">
      <button type="button" class="outlined" @click=${closeAround}>${t("Cancel")}</button>
      <button type="button" class="grave" data-testid="confirm-yes" @click=${() => answer(true)}>${question.yes}</button>
    </div>`;
    return renderDialog({ name: "confirm", title: question.text, content, close: () => answer(false) });
  }

  /** Bring the heading of what has just appeared into view, and to whoever listens. */
  protected async showHeading(selector: string): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #tellSessionEnded(error: Refused): void {
    if (error.slug === "not-signed-in") this.dispatchEvent(new CustomEvent("session-ended", { bubbles: true, composed: true }));
  }
}

/** A page of the desk: loads what it shows as soon as it is opened. */
export abstract class DeskPage extends DeskPart {
  static override properties = { counsellor: { attribute: false } };
  declare counsellor: Counsellor;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.act(() => this.load());
  }

  protected mayI(right: Right): boolean {
    return may(this.counsellor, right);
  }

  protected override render(): TemplateResult {
    const language = spokenLanguage();
    return html`<main class="ground page" lang=${language} dir=${directionOf(language)} aria-labelledby="page-title" aria-busy=${this.isBusy}>
      <header class="page-head">
        <h2 id="page-title">${this.nameOfPage()}</h2>
        ${this.renderActions()}
      </header>
      ${this.renderNotice()} ${this.renderContent()} ${this.renderQuestion()}
    </main>`;
  }

  protected renderActions(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected abstract load(): Promise<void>;
  protected abstract nameOfPage(): string;
  protected abstract renderContent(): TemplateResult;
}
