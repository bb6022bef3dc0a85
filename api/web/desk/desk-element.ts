// <gildongmu-desk>: the whole screen of the counsellors' desk.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { citationStyle } from "../shared/citations.css";
import { controls } from "../shared/controls.css";
import { DeviceStore } from "../shared/device-store";
import { directionOf, findLanguage, type Language } from "../shared/languages";
import { messageStyle } from "../shared/message.css";
import { theme } from "../shared/theme.css";
import type { Counsellor, DeskSession } from "../shared/wire";
import { onWordsChanged, speak, spokenLanguage, t } from "../shared/words";
import { renderAccountMenu } from "./account-menu";
import { takeAddress } from "./address";
import { attachmentStyle } from "./attachment.css";
import { contextStyle } from "./context.css";
import { renderContext } from "./context-view";
import { conversationStyle } from "./conversation.css";
import { renderConversation } from "./conversation-view";
import { Desk } from "./desk";
import { deskStyle } from "./desk.css";
import { dialogStyle } from "./dialog.css";
import { DraftTranslation } from "./draft-translation";
import { formStyle } from "./form.css";
import { loginStyle } from "./login.css";
import { Newest } from "./newest";
import { queueStyle } from "./queue.css";
import { renderQueue } from "./queue-view";
import { may } from "./rights";
import { Shelf } from "./shelf";
import { shelfStyle } from "./shelf.css";
import { renderGlossary, renderGuidebooks } from "./shelf-view";
import { renderPage, type Screen, screenOf } from "./screens";
import { screensStyle } from "./screens.css";
import { type Command, Shortcuts } from "./shortcuts";
import "./sign-in";
import { textsStyle } from "./texts.css";
import { renderTop, type TopSetting } from "./top-view";
import { WaitingTime } from "./waiting-time";
import { Windows } from "./windows";

const AGES_MS = 30_000;

customElements.define("waiting-time", WaitingTime);

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
    formStyle,
    dialogStyle,
    textsStyle,
    loginStyle,
    shelfStyle,
    screensStyle,
  ];

  readonly #store = new DeviceStore("gildongmu-desk:");
  readonly #desk = new Desk(() => this.requestUpdate());
  readonly #shelf = new Shelf(() => this.requestUpdate());
  readonly #shortcuts = new Shortcuts(this.#store, (command) => this.#run(command));
  readonly #windows = new Windows(this.#desk, this.#shortcuts);
  readonly #newest = new Newest();
  readonly #translation = new DraftTranslation(() => this.requestUpdate());
  #screen: Screen = "tickets";
  /** The ticket whose record is to be shown, "" for the list of records. */
  #recordOf = "";
  /** The code of an invitation that is to be accepted, "" for none. */
  #invitation = "";
  #isContextShown = false;

  override connectedCallback(): void {
    super.connectedCallback();
    onWordsChanged(() => this.requestUpdate());
    setInterval(() => this.requestUpdate(), AGES_MS);
    window.addEventListener("keydown", this.#hearKey);
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const { code, invitation, trouble } = takeAddress();
    this.#invitation = invitation;
    await speak(findLanguage(this.#store.read<string>("language")) ?? "ko", location.origin);
    this.#desk.signInTrouble = trouble();
    await this.#desk.begin(code);
    this.#chooseFirstScreen();
  }

  /** The screen that the address names, or the first of those that somebody may see. */
  #chooseFirstScreen(): void {
    const { counsellor } = this.#desk;
    if (counsellor) this.#showScreen(screenOf(location.hash, counsellor));
  }

  protected override render(): TemplateResult | typeof nothing {
    const desk = this.#desk;
    if (!desk.isKnown) return nothing;
    const language = spokenLanguage();
    return html`<div class="ground screen" lang=${language} dir=${directionOf(language)}>
      ${desk.counsellor && !this.#invitation ? this.#renderDesk(desk) : this.#renderSignIn(desk)}
    </div>`;
  }

  #renderSignIn(desk: Desk): TemplateResult {
    return html`<desk-sign-in
      .session=${desk.pending}
      .invitation=${this.#invitation}
      .trouble=${desk.signInTrouble}
      @signed-in=${this.#enter}
      @language-chosen=${(event: CustomEvent<Language>) => this.#chooseLanguage(event.detail)}
    ></desk-sign-in>`;
  }

  #enter = ({ detail }: CustomEvent<DeskSession>): void => {
    this.#invitation = "";
    this.#desk.enter(detail);
    this.#chooseFirstScreen();
  };

  #renderDesk(desk: Desk): TemplateResult {
    const setting: TopSetting = {
      screen: this.#screen,
      showScreen: (screen: Screen) => this.#showScreen(screen),
      chooseLanguage: this.#chooseLanguage,
      openHelp: () => this.#windows.open("help"),
      account: this.#renderAccount(desk),
    };
    return html`${renderTop(desk, setting)} ${this.#renderScreen(desk)} ${this.#windows.render()}`;
  }

  #renderScreen(desk: Desk): TemplateResult {
    if (this.#screen === "guidebooks") return renderGuidebooks(this.#shelf, desk.counsellor !== null && may(desk.counsellor, "edit_knowledge"));
    if (this.#screen === "glossary") return renderGlossary(this.#shelf);
    if (this.#screen !== "tickets" && desk.counsellor) return this.#renderPage(this.#screen, desk.counsellor);
    const { open: openWindow } = this.#windows;
    return html`<div class="columns ${desk.open ? "opened" : ""}">
      ${renderQueue(desk)}
      ${renderConversation(desk, { openWindow, translation: this.#translation, toggleContext: () => this.#showContext(!this.#isContextShown) })}
      ${renderContext(desk, { isShown: this.#isContextShown, hide: () => this.#showContext(false), openWindow, openRecord: (ticket) => this.#openRecord(ticket) })}
    </div>`;
  }

  #renderPage(screen: Screen, counsellor: Counsellor): TemplateResult {
    return html`<div class="page-place" @session-ended=${() => this.#desk.leave()} @account-changed=${this.#enter}>
      ${renderPage(screen, counsellor, this.#recordOf)}
    </div>`;
  }

  #showScreen(screen: Screen): void {
    this.#screen = screen;
    this.#recordOf = "";
    history.replaceState(null, "", screen === "tickets" ? location.pathname : `#${screen}`);
    if (screen === "guidebooks") void this.#shelf.open();
    if (screen === "glossary") void this.#shelf.openTerms();
    this.requestUpdate();
  }

  #openRecord(ticket: string): void {
    this.#screen = "records";
    this.#recordOf = ticket;
    this.requestUpdate();
  }

  #renderAccount(desk: Desk): TemplateResult | typeof nothing {
    if (!desk.counsellor) return nothing;
    return renderAccountMenu(desk.counsellor, { showAccount: () => this.#showScreen("account"), signOut: this.#signOut });
  }

  #signOut = (): void => {
    // Whoever signs in next begins at the beginning.
    this.#showScreen("tickets");
    void this.#desk.signOut();
  };

  protected override updated(): void {
    this.#nameDocument();
    this.#scrollToNewest();
  }

  #nameDocument(): void {
    const { counsellor, queue } = this.#desk;
    const title = `${t("Counsellors' desk")} · 길동무`;
    const mark = queue.inDanger().length > 0 ? "!" : queue.counts.waiting;
    document.title = counsellor && mark ? `(${mark}) ${title}` : title;
    document.documentElement.lang = spokenLanguage();
    document.documentElement.dir = directionOf(spokenLanguage());
  }

  #scrollToNewest(): void {
    const { open, unsent } = this.#desk;
    const entries = (open ? open.timeline.length - open.earlier : 0) + unsent.length;
    this.#newest.follow(this.renderRoot.querySelector<HTMLElement>(".view"), { ticket: open?.id ?? "", entries });
  }

  #showContext(isShown: boolean): void {
    this.#isContextShown = isShown;
    this.requestUpdate();
  }

  #chooseLanguage = (language: Language): void => {
    this.#store.write("language", language);
    void speak(language, location.origin);
  };

  #hearKey = (event: KeyboardEvent): void => {
    if (this.#desk.counsellor && this.#screen === "tickets" && !this.#windows.shown) this.#shortcuts.hear(event);
  };

  #run(command: Command): void {
    const desk = this.#desk;
    switch (command) {
      case "next":
        return this.#move(1);
      case "previous":
        return this.#move(-1);
      case "claim":
        return desk.openTicket?.state === "waiting" ? void desk.claim() : undefined;
      case "reply":
      case "note":
        return void this.#writeIn(command);
      case "texts":
        return desk.mayAnswer ? this.#windows.open("texts") : undefined;
      case "close":
        return desk.isMine ? this.#windows.open("close") : undefined;
      case "help":
        return this.#windows.open("help");
    }
  }

  /** On to the next row of the queue, from the one that has the focus or is open. */
  #move(step: number): void {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
    const focused = rows.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const from = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true");
    rows[Math.min(Math.max(0, from + step), rows.length - 1)]?.focus();
  }

  async #writeIn(mode: "reply" | "note"): Promise<void> {
    if (mode === "reply" && !this.#desk.mayWrite) return;
    this.#desk.open?.turnTo(mode);
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("#reply")?.focus();
  }
}
