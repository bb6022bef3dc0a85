// The article of a citation beside the chat, or over it where there is no room: fetched, shown, closed again.
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { backIcon, closeIcon, outsideIcon } from "../shared/icons";
import { directionOf } from "../shared/languages";
import { renderPage } from "../shared/page-prose";
import type { Citation } from "../shared/wire";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";

interface Shown {
  citation: Citation;
  address: string;
  opener: HTMLElement;
  /** How many messages there were when it was opened. */
  seen: number;
  page: ReturnType<typeof renderPage> | "loading" | "failed";
}

const PATIENCE_MS = 15_000;

export class ArticleReader {
  #shown: Shown | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly conversation: ResidentConversation,
  ) {}

  get isOpen(): boolean {
    return this.#shown !== null;
  }

  open = (citation: Citation, address: string, opener: HTMLElement): void => {
    const seen = this.conversation.transcript.messages.length;
    this.#shown = { citation, address, opener, seen, page: "loading" };
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => this.#find("#article-title")?.focus());
    void this.#load(this.#shown);
  };

  close = (): void => {
    const opener = this.#shown?.opener;
    this.#shown = null;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => (opener?.isConnected ? opener : this.#find(".composer textarea"))?.focus());
  };

  render(): TemplateResult | typeof nothing {
    if (!this.#shown) return nothing;
    const { citation, address, seen, page } = this.#shown;
    const isNews = this.conversation.transcript.messages.slice(seen).some((one) => one.author !== "resident");
    return html`<aside class="article" data-testid="article" aria-labelledby="article-title">
      <div class="article-head">
        <button type="button" class="plain article-back" data-testid="close-article" @click=${this.close}>
          ${backIcon}<span>${t("Back to the chat")}</span>
        </button>
        <span class="article-news" role="status">${isNews ? t("New messages") : ""}</span>
        <a class="article-outside" data-testid="article-outside" href=${address} target="_blank" rel="noopener">
          <span>${t("Open in a new tab")}</span>${outsideIcon}
        </a>
        <button type="button" class="plain square article-close" data-testid="close-article-beside" aria-label=${t("Close")} @click=${this.close}>
          ${closeIcon}
        </button>
      </div>
      <div class="article-page" tabindex="0" role="group" aria-labelledby="article-title" lang=${citation.language} dir=${directionOf(citation.language)}>
        <h2 id="article-title" tabindex="-1">${citation.title}</h2>
        <div aria-busy=${page === "loading" ? "true" : "false"}>${this.#renderContent(page)}</div>
      </div>
    </aside>`;
  }

  #renderContent(page: Shown["page"]): TemplateResult | Exclude<Shown["page"], string> {
    if (page === "loading") return html`<p role="status">${t("Loading…")}</p>`;
    if (page !== "failed") return page;
    return html`<p role="alert" data-testid="article-failed">${t("This page could not be loaded.")}</p>
      <button type="button" class="outlined" @click=${this.#retry}>${t("Try again")}</button>`;
  }

  #retry = (): void => {
    if (!this.#shown) return;
    this.#shown = { ...this.#shown, page: "loading" };
    this.host.requestUpdate();
    void this.#load(this.#shown);
  };

  async #load(shown: Shown): Promise<void> {
    const article = await fetchArticle(shown.address);
    // Meanwhile another one may have been opened.
    if (this.#shown !== shown) return;
    this.#shown = { ...shown, page: article ? renderPage(article) : "failed" };
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.#showPassage(new URL(shown.address).hash.slice(1));
  }

  #showPassage(name: string): void {
    const passage = name && this.#find(`[data-passage="${CSS.escape(name)}"]`);
    if (!passage) return;
    passage.classList.add("cited");
    passage.scrollIntoView({ block: "center", behavior: "instant" });
  }

  #find(selector: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(selector);
  }
}

/** The article of a page, or null. A request reads HTML without running it, and without a Trusted Types policy. */
function fetchArticle(address: string): Promise<Element | null> {
  return new Promise((resolve) => {
    const call = new XMLHttpRequest();
    call.open("GET", address);
    call.responseType = "document";
    call.timeout = PATIENCE_MS;
    call.onloadend = () => resolve(call.status === 200 ? (call.responseXML?.querySelector("article") ?? null) : null);
    call.send();
  });
}
