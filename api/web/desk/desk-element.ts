// <gildongmu-desk>: the whole screen of the counsellors' desk.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { citationStyle } from "../shared/citations.css";
import { controls } from "../shared/controls.css";
import { DeviceStore } from "../shared/device-store";
import { roadSign } from "../shared/icons";
import { renderLanguageMenu } from "../shared/language-menu";
import { directionOf, findLanguage, type Language } from "../shared/languages";
import { messageStyle } from "../shared/message.css";
import { theme } from "../shared/theme.css";
import { onWordsChanged, speak, spokenLanguage, t } from "../shared/words";
import { type PasswordOutcome, renderAccountMenu } from "./account-menu";
import { attachmentStyle } from "./attachment.css";
import { contextStyle } from "./context.css";
import { renderContext } from "./context-view";
import { conversationStyle } from "./conversation.css";
import { renderConversation } from "./conversation-view";
import { Desk } from "./desk";
import { deskStyle } from "./desk.css";
import { renderLogin } from "./login-view";
import { loginStyle } from "./login.css";
import { queueStyle } from "./queue.css";
import { renderQueue } from "./queue-view";
import { Shelf } from "./shelf";
import { shelfStyle } from "./shelf.css";
import { renderGlossary, renderGuidebooks } from "./shelf-view";

const AGES_MS = 30_000;

type Screen = "tickets" | "guidebooks" | "glossary";

export class DeskElement extends LitElement {
  static override styles = [
    theme,
    controls,
    messageStyle,
    citationStyle,
    deskStyle,
    queueStyle,
    conversationStyle,
    attachmentStyle,
    contextStyle,
    loginStyle,
    shelfStyle,
  ];

  readonly #store = new DeviceStore("gildongmu-desk:");
  readonly #desk = new Desk(this.#store, () => this.requestUpdate());
  readonly #shelf = new Shelf(() => this.requestUpdate());
  #screen: Screen = "tickets";
  #outcome: PasswordOutcome | null = null;
  #isContextShown = false;
  #shown = { ticket: "", messages: 0 };

  override connectedCallback(): void {
    super.connectedCallback();
    onWordsChanged(() => this.requestUpdate());
    setInterval(() => this.requestUpdate(), AGES_MS);
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const address = new URL(location.href);
    const code = address.searchParams.get("code");
    if (code) {
      address.searchParams.delete("code");
      history.replaceState(null, "", address);
    }
    await speak(findLanguage(this.#store.read<string>("language")) ?? "ko", location.origin);
    await this.#desk.begin(code);
  }

  protected override render(): TemplateResult | typeof nothing {
    const desk = this.#desk;
    if (!desk.isKnown) return nothing;
    const language = spokenLanguage();
    return html`<div class="ground screen" lang=${language} dir=${directionOf(language)}>
      ${desk.counsellor ? this.#renderDesk(desk) : renderLogin(desk.signInTrouble, this.#loginActions)}
    </div>`;
  }

  #renderDesk(desk: Desk): TemplateResult {
    return html`<header class="top">
        ${roadSign}
        <h1>${t("Counsellors' desk")}</h1>
        ${this.#renderScreens()}
        <p class="connection" role="status">${desk.isReached ? nothing : t("No connection. We keep trying.")}</p>
        ${renderLanguageMenu(this.#chooseLanguage)} ${this.#renderAccount(desk)}
      </header>
      ${this.#renderScreen(desk)}`;
  }

  #renderScreen(desk: Desk): TemplateResult {
    if (this.#screen === "guidebooks") return renderGuidebooks(this.#shelf);
    if (this.#screen === "glossary") return renderGlossary(this.#shelf);
    return html`<div class="columns">
      ${renderQueue(desk)} ${renderConversation(desk, () => this.#showContext(!this.#isContextShown))}
      ${renderContext(desk.openTicket, this.#isContextShown, () => this.#showContext(false))}
    </div>`;
  }

  #renderScreens(): TemplateResult {
    const names: Record<Screen, string> = { tickets: t("Conversations"), guidebooks: t("Guidebooks"), glossary: t("Glossary") };
    return html`<nav class="screens" aria-label=${t("Desk")}>
      ${(Object.keys(names) as Screen[]).map(
        (screen) =>
          html`<button
            type="button"
            class="plain"
            data-testid="screen-${screen}"
            aria-current=${screen === this.#screen ? "page" : nothing}
            @click=${() => this.#showScreen(screen)}
          >
            ${names[screen]}
          </button>`,
      )}
    </nav>`;
  }

  #showScreen(screen: Screen): void {
    this.#screen = screen;
    if (screen === "guidebooks") void this.#shelf.open();
    if (screen === "glossary") void this.#shelf.openTerms();
    this.requestUpdate();
  }

  #renderAccount(desk: Desk): TemplateResult | typeof nothing {
    if (!desk.counsellor) return nothing;
    return renderAccountMenu(desk, desk.counsellor, this.#outcome, (outcome) => {
      this.#outcome = outcome;
      this.requestUpdate();
    });
  }

  protected override updated(): void {
    this.#nameDocument();
    this.#scrollToNewest();
  }

  #nameDocument(): void {
    const { counsellor, waitingCount } = this.#desk;
    const title = `${t("Counsellors' desk")} · 길동무`;
    const mark = this.#desk.alarm.isRaised ? "!" : waitingCount;
    document.title = counsellor && waitingCount > 0 ? `(${mark}) ${title}` : title;
    document.documentElement.lang = spokenLanguage();
    document.documentElement.dir = directionOf(spokenLanguage());
  }

  #scrollToNewest(): void {
    const { open } = this.#desk;
    const now = { ticket: open?.id ?? "", messages: open?.messages.length ?? 0 };
    const isNew = now.ticket !== this.#shown.ticket || now.messages > this.#shown.messages;
    this.#shown = now;
    const view = this.renderRoot.querySelector(".view");
    if (isNew && view) view.scrollTop = view.scrollHeight;
  }

  #showContext(isShown: boolean): void {
    this.#isContextShown = isShown;
    this.requestUpdate();
  }

  #chooseLanguage = (language: Language): void => {
    this.#store.write("language", language);
    void speak(language, location.origin);
  };

  #loginActions = {
    signIn: (email: string, password: string): void => void this.#desk.signIn({ email, password }),
    chooseLanguage: this.#chooseLanguage,
  };
}
