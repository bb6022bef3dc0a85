// <gildongmu-chat>: puts the conversation on the page, as a bubble or filling its place.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { DeviceStore } from "../shared/device-store";
import { directionOf, findLanguage, LANGUAGES, type Language } from "../shared/languages";
import type { Author, Button } from "../shared/wire";
import { onWordsChanged, speak, spokenLanguage } from "../shared/words";
import { renderBubble, renderNewMessages } from "./bubble";
import { chatStyles } from "./chat.css";
import { ChatTools } from "./chat-tools";
import { renderComposer } from "./composer";
import { ResidentConversation } from "./conversation";
import { watchDevice } from "./device-watch";
import { Gateway, type Visitor } from "./gateway";
import { renderHeader } from "./header";
import { renderMessageList } from "./message-list";
import type { Unsent } from "./outbox";
import { ReadingPosition } from "./reading-position";
import { originOfScript } from "./script-tag";
import { findChosenLanguage, keepChosenLanguage, readFirstLanguage } from "./spoken-language";
import { renderStatusBar } from "./status-bar";
import { renderWelcome } from "./welcome";

// The weather: a page that anybody may have open.
const HARMLESS_PAGE = "https://www.weather.go.kr/";

// How long taking back the wish for notifications may hold up somebody who must leave.
const SILENCE_MS = 300;

export class ChatElement extends LitElement {
  static override styles = chatStyles;
  static override properties = { mode: { reflect: true }, theme: { reflect: true }, language: {}, base: {}, centre: {} };

  /** "bubble" floats above another page, "page" fills its place. */
  declare mode: "bubble" | "page";
  /** "light" or "dark" whatever the device asks for; anything else follows the device. */
  declare theme: string | null;
  declare language: string | null;
  declare base: string;
  /** The centre whose page this is. */
  declare centre: string | null;

  readonly #position = new ReadingPosition();
  #store!: DeviceStore;
  #conversation!: ResidentConversation;
  #tools!: ChatTools;
  #ready = Promise.resolve();
  #isReady = false;
  #isOpen = false;
  #unread = 0;
  #draft = "";
  #leave: (() => void)[] = [];

  constructor() {
    super();
    this.mode = "bubble";
    this.theme = null;
    this.language = null;
    this.centre = null;
    this.base = originOfScript();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.base = this.base.replace(/\/$/, "");
    this.#store = new DeviceStore(`gildongmu:${this.base}:`);
    this.#draft = this.#store.read<string>("draft") ?? "";
    const gateway = new Gateway(this.base);
    this.#conversation = new ResidentConversation(gateway, this.#store, this.#conversationChanged, this.#said);
    this.#conversation.centre = this.centre;
    this.#tools = new ChatTools(this, gateway, this.#conversation, this.#store, this.base);
    this.#leave = [onWordsChanged(this.#wordsChanged), this.#watchDevice()];
    this.#ready = this.#speak(readFirstLanguage(this.#store, this.language)).then(this.#begin);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#conversation.rest();
    for (const leave of this.#leave) leave();
  }

  /** Show the chat, where it is a bubble. */
  open(): void {
    if (this.mode === "bubble" && !this.#isOpen) this.#toggle();
  }

  /** Put the chat away, where it is a bubble. */
  close(): void {
    if (this.mode === "bubble" && this.#isOpen) this.#toggle();
  }

  /** Speak one of the eight languages, as if the resident had chosen it. */
  async setLanguage(code: string): Promise<void> {
    const language = findLanguage(code);
    if (!language) throw new RangeError(`${code} is not one of ${LANGUAGES.join(", ")}`);
    await this.#ready;
    await this.#chooseLanguage(language);
  }

  /** Tell the counsellors who writes: what the page around knows, 80 characters each. */
  identify(visitor: Visitor): void {
    const kept: Visitor = {};
    for (const part of ["name", "reference"] as const) if (visitor[part]) kept[part] = String(visitor[part]).slice(0, 80);
    if (Object.keys(kept).length > 0) this.#conversation.identify(kept);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const view = this.renderRoot.querySelector<HTMLElement>(".view");
    if (view && this.#position.settle(view)) this.requestUpdate();
    const attribute = findLanguage(this.language);
    if (changed.has("language") && this.#isReady && attribute && !findChosenLanguage(this.#store)) void this.#speak(attribute);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#isReady) return nothing;
    const language = spokenLanguage();
    return html`<div class="ground chat ${this.mode}" lang=${language} dir=${directionOf(language)} @keydown=${this.#closeOnEscape}>
      ${this.#isShown ? this.#renderPanel() : nothing}
      ${this.mode === "bubble" ? renderBubble(this.#isOpen, this.#unread, this.#toggle) : nothing}
    </div>`;
  }

  get #isShown(): boolean {
    return this.mode === "page" || this.#isOpen;
  }

  #renderPanel(): TemplateResult {
    const conversation = this.#conversation;
    const { messages, state } = conversation.transcript;
    const hasMessages = messages.length + conversation.outbox.entries.length > 0;
    const role = this.mode === "bubble" ? "dialog" : nothing;
    const { article, files, rating, notifications } = this.#tools;
    return html`<section class="panel ${article.isOpen ? "reading" : ""}" role=${role} aria-labelledby="name">
      <div class="talk">
        ${renderHeader({ canClose: this.mode === "bubble", isBusy: hasMessages }, this.#headerActions)}
        ${renderStatusBar(conversation, notifications.render(), this.#press)}
        <div class="view" tabindex="0" role="group" aria-labelledby="name" @scroll=${this.#scrolled}>
          ${hasMessages || conversation.isOpening ? nothing : renderWelcome(this.#press, this.#store.isForgetful, this.#tools.keepNothing)}
          ${renderMessageList(conversation, files, this.base, { ...this.#listActions, openArticle: article.open })}
          ${rating.render()}
        </div>
        ${this.#position.hasUnseen ? renderNewMessages(this.#toEnd) : nothing}
        ${renderComposer(this.#draft, state, { write: this.#write, send: this.#send, press: this.#press, attach: files.add })}
      </div>
      ${article.render()} ${this.#tools.renderDialogs()}
    </section>`;
  }

  #begin = (): void => {
    this.#isReady = true;
    this.requestUpdate();
    if (this.mode === "page" || this.#conversation.awaitsPerson || this.#conversation.outbox.next) this.#conversation.follow();
    void this.#tools.notifications.renew();
    void this.updateComplete.then(this.#takeFragment);
  };

  #takeFragment = (): void => {
    // On somebody else's page the fragment is theirs.
    if (this.mode === "page" && this.#isReady) this.#tools.anotherDevice.takeFragment();
  };

  #watchDevice(): () => void {
    return watchDevice(this.base, {
      hurry: () => this.#conversation.hurry(),
      visibilityChanged: () => this.#conversation.visibilityChanged(),
      keyChanged: this.#tools.keyChanged,
      fragmentChanged: this.#takeFragment,
      resized: () => this.requestUpdate(),
    });
  }

  #said = (author: Author): void => this.#tell("gildongmu-message", { author });

  #tell(event: string, detail: Readonly<Record<string, string>> = {}): void {
    this.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true }));
  }

  #conversationChanged = (): void => {
    const { language, messages } = this.#conversation.transcript;
    const heard = findLanguage(language);
    if (heard && heard !== this.#conversation.language && !findChosenLanguage(this.#store)) void this.#speak(heard);
    const fromPeople = messages.filter((one) => one.author === "counsellor").length;
    if (this.#isShown) this.#unread = 0;
    else if (this.#isReady) this.#unread = Math.max(0, fromPeople - (this.#store.read<number>("read") ?? 0));
    if (this.#isShown && fromPeople > 0) this.#store.write("read", fromPeople);
    this.requestUpdate();
  };

  #wordsChanged = (): void => {
    this.#tell("gildongmu-language", { language: spokenLanguage() });
    this.requestUpdate();
  };

  #speak(language: Language): Promise<void> {
    this.#conversation.language = language;
    return speak(language, this.base);
  }

  #chooseLanguage = (language: Language): Promise<void> => {
    keepChosenLanguage(this.#store, language);
    this.#conversation.chooseLanguage(language);
    return this.#speak(language);
  };

  #press = (button: Button): void => {
    const language = findLanguage(/^#language:(\w+)$/.exec(button.payload)?.[1]);
    if (language) {
      keepChosenLanguage(this.#store, language);
      void this.#speak(language);
    }
    const isRepeated = this.#conversation.outbox.entries.some((entry) => entry.payload === button.payload);
    if (!isRepeated) this.#conversation.send(button.title, button.payload);
    this.#input?.focus({ preventScroll: true });
  };

  #write = (draft: string): void => {
    this.#draft = draft;
    this.#store.write("draft", draft);
  };

  #send = (): void => {
    const text = this.#draft.trim();
    this.#input?.focus();
    if (!text) return;
    this.#write("");
    if (this.#input) this.#input.value = "";
    this.#conversation.send(text);
  };

  #edit = (entry: Unsent): void => {
    this.#conversation.outbox.remove(entry.client_id);
    this.#write([entry.text, this.#draft.trim()].filter(Boolean).join("\n"));
    this.requestUpdate();
    this.#input?.focus();
  };

  #remove = (entry: Unsent): void => {
    this.#conversation.outbox.remove(entry.client_id);
    this.requestUpdate();
    this.#input?.focus();
  };

  #toggle = (): void => {
    this.#isOpen = !this.#isOpen;
    this.#conversationChanged();
    if (this.#isOpen) this.#conversation.follow();
    this.#tell(this.#isOpen ? "gildongmu-open" : "gildongmu-close");
    void this.updateComplete.then(() => this.#placeFocus());
  };

  #placeFocus(): void {
    if (!this.#isOpen) return this.renderRoot.querySelector<HTMLElement>(".bubble-button")?.focus();
    // On a telephone the keyboard would cover the welcome.
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (isTouch) this.renderRoot.querySelector<HTMLElement>("#name")?.focus();
    else this.#input?.focus();
  }

  #closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing || this.renderRoot.querySelector("dialog[open]")) return;
    if (this.#tools.article.isOpen) this.#tools.article.close();
    else this.close();
  };

  #scrolled = (event: Event): void => {
    if (this.#position.moved(event.currentTarget as HTMLElement)) this.requestUpdate();
  };

  #toEnd = (): void => {
    const view = this.renderRoot.querySelector<HTMLElement>(".view");
    if (view) this.#position.toEnd(view, true);
    this.requestUpdate();
  };

  get #input(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector(".composer textarea");
  }

  #headerActions = {
    chooseLanguage: (language: Language): void => void this.#chooseLanguage(language),
    openMenu: (event: Event): void => this.#tools.openMenu(event),
    close: this.#toggle,
    // Somebody may be coming: nothing of the chat stays on the screen, the device or in the way back.
    leaveQuickly: async (): Promise<void> => {
      // What arrives from now on stays in memory.
      this.#store.setForgetful(true);
      const silenced = this.#tools.notifications.forget();
      this.#tools.startOver();
      this.#store.forget();
      await Promise.race([silenced, new Promise((resolve) => setTimeout(resolve, SILENCE_MS))]);
      location.replace(HARMLESS_PAGE);
    },
  };

  #listActions = {
    press: this.#press,
    edit: this.#edit,
    remove: this.#remove,
    retry: (): void => this.#conversation.hurry(),
  };
}
