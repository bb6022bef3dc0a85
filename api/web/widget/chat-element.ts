// <gildongmu-chat>: puts the conversation on the page, as a bubble or filling its place.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { citationStyle } from "../shared/citations.css";
import { controls } from "../shared/controls.css";
import { DeviceStore } from "../shared/device-store";
import { directionOf, findLanguage, type Language } from "../shared/languages";
import { messageStyle } from "../shared/message.css";
import { theme } from "../shared/theme.css";
import type { Button } from "../shared/wire";
import { onWordsChanged, speak, spokenLanguage } from "../shared/words";
import { renderBubble, renderNewMessages } from "./bubble";
import { bubbleStyle } from "./bubble.css";
import { renderComposer } from "./composer";
import { composerStyle } from "./composer.css";
import { ResidentConversation } from "./conversation";
import { Gateway } from "./gateway";
import { renderHeader } from "./header";
import { renderMessageList } from "./message-list";
import type { Unsent } from "./outbox";
import { panelStyle } from "./panel.css";
import { ReadingPosition } from "./reading-position";
import { originOfScript } from "./script-tag";
import { findChosenLanguage, keepChosenLanguage, readFirstLanguage } from "./spoken-language";
import { renderStartOverDialog } from "./start-over";
import { renderStatusBar } from "./status-bar";
import { threadStyle } from "./thread.css";
import { renderWelcome } from "./welcome";
import { welcomeStyle } from "./welcome.css";

// The weather: a page that anybody may have open.
const HARMLESS_PAGE = "https://www.weather.go.kr/";

export class ChatElement extends LitElement {
  static override styles = [
    theme,
    controls,
    messageStyle,
    citationStyle,
    panelStyle,
    welcomeStyle,
    threadStyle,
    composerStyle,
    bubbleStyle,
  ];
  static override properties = { mode: { reflect: true }, language: {}, base: {} };

  /** "bubble" floats above another page, "page" fills its place. */
  declare mode: "bubble" | "page";
  declare language: string | null;
  declare base: string;

  readonly #position = new ReadingPosition();
  #store!: DeviceStore;
  #conversation!: ResidentConversation;
  #isReady = false;
  #isOpen = false;
  #unread = 0;
  #draft = "";
  #leave: (() => void)[] = [];

  constructor() {
    super();
    this.mode = "bubble";
    this.language = null;
    this.base = originOfScript();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.base = this.base.replace(/\/$/, "");
    this.#store = new DeviceStore(`gildongmu:${this.base}:`);
    this.#draft = this.#store.read<string>("draft") ?? "";
    this.#conversation = new ResidentConversation(new Gateway(this.base), this.#store, this.#conversationChanged);
    this.#leave = [onWordsChanged(this.#wordsChanged), ...this.#watchDevice()];
    void this.#speak(readFirstLanguage(this.#store, this.language)).then(this.#begin);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#conversation.rest();
    for (const leave of this.#leave) leave();
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
    return html`<section class="panel" role=${role} aria-labelledby="name">
      ${renderHeader({ canClose: this.mode === "bubble", canStartOver: hasMessages }, this.#headerActions)}
      ${renderStatusBar(conversation, this.#press)}
      <div class="view" tabindex="0" role="group" aria-labelledby="name" @scroll=${this.#scrolled}>
        ${hasMessages || conversation.isOpening ? nothing : renderWelcome(this.#press, this.#store.isForgetful, this.#keepNothing)}
        ${renderMessageList(conversation, this.base, this.#listActions)}
      </div>
      ${this.#position.hasUnseen ? renderNewMessages(this.#toEnd) : nothing}
      ${renderComposer(this.#draft, state, { write: this.#write, send: this.#send, press: this.#press })}
      ${renderStartOverDialog(() => conversation.startOver())}
    </section>`;
  }

  #begin = (): void => {
    this.#isReady = true;
    this.requestUpdate();
    if (this.mode === "page" || this.#conversation.awaitsPerson || this.#conversation.outbox.next) this.#conversation.follow();
  };

  #watchDevice(): (() => void)[] {
    const hurry = (): void => this.#conversation.hurry();
    const seen = (): void => void (document.visibilityState === "visible" && hurry());
    const stored = (event: StorageEvent): void => {
      if (event.key === `gildongmu:${this.base}:key`) this.#conversation.keyChanged();
    };
    const resized = (): void => this.requestUpdate();
    addEventListener("online", hurry);
    addEventListener("resize", resized);
    document.addEventListener("visibilitychange", seen);
    addEventListener("storage", stored);
    return [
      () => removeEventListener("online", hurry),
      () => removeEventListener("resize", resized),
      () => document.removeEventListener("visibilitychange", seen),
      () => removeEventListener("storage", stored),
    ];
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
    const language = spokenLanguage();
    this.dispatchEvent(new CustomEvent("gildongmu-language", { detail: { language }, bubbles: true, composed: true }));
    this.requestUpdate();
  };

  #speak(language: Language): Promise<void> {
    this.#conversation.language = language;
    return speak(language, this.base);
  }

  #chooseLanguage = (language: Language): void => {
    keepChosenLanguage(this.#store, language);
    this.#conversation.chooseLanguage(language);
    void this.#speak(language);
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
    const isInDialog = this.renderRoot.querySelector("dialog[open]") !== null;
    if (event.key === "Escape" && this.mode === "bubble" && this.#isOpen && !isInDialog && !event.isComposing) this.#toggle();
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
    return this.renderRoot.querySelector("textarea");
  }

  #headerActions = {
    chooseLanguage: this.#chooseLanguage,
    askStartOver: (): void => this.renderRoot.querySelector<HTMLDialogElement>("dialog")?.showModal(),
    close: this.#toggle,
    // Somebody may be coming: nothing of the chat stays on the screen, the device or in the way back.
    leaveQuickly: (): void => {
      this.#conversation.startOver();
      this.#store.forget();
      location.replace(HARMLESS_PAGE);
    },
  };

  #keepNothing = (isForgetful: boolean): void => {
    this.#store.setForgetful(isForgetful);
    this.requestUpdate();
  };

  #listActions = {
    press: this.#press,
    edit: this.#edit,
    remove: this.#remove,
    retry: (): void => this.#conversation.hurry(),
  };
}
