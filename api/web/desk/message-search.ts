// Search in what was said: words in any language, found in the conversations that one may see.
import { html, nothing, type TemplateResult } from "lit";
import { formatMoment } from "../shared/format";
import { directionOf } from "../shared/languages";
import type { FoundMessage } from "../shared/wire";
import { t } from "../shared/words";
import { findMessages } from "./ticket-gateway";
import { renderLanguage } from "./ticket-words";

const TYPING_PAUSE_MS = 300;

export class MessageSearch {
  words = "";
  found: readonly FoundMessage[] = [];
  next: number | null = null;
  isSearching = false;
  hasFailed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #search = 0;

  constructor(private readonly changed: () => void) {}

  type(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.isSearching = words.trim() !== "";
    if (this.isSearching) this.#timer = setTimeout(() => void this.find(), TYPING_PAUSE_MS);
    this.changed();
  }

  /** The first page, or the one after what is shown. */
  async find(isMore = false): Promise<void> {
    const search = ++this.#search;
    const page = await findMessages(this.words.trim(), isMore ? this.next : null).catch(() => null);
    // An answer that comes late must not take the place of a newer one.
    if (search !== this.#search) return;
    this.isSearching = false;
    this.hasFailed = page === null;
    this.found = [...(isMore ? this.found : []), ...(page?.found ?? [])];
    this.next = page?.next ?? null;
    this.changed();
  }
}

export function renderSearchBox(search: MessageSearch): TemplateResult {
  return html`<div class="search" role="search">
    <input
      type="search"
      dir="auto"
      .value=${search.words}
      aria-label=${t("Search in all conversations")}
      placeholder=${t("Search in all conversations")}
      data-testid="message-search"
      @input=${(event: Event) => search.type((event.target as HTMLInputElement).value)}
    />
  </div>`;
}

export function renderFound(search: MessageSearch, open: (ticket: string) => void): TemplateResult {
  return html`<div class="rows" role="region" aria-label=${t("Found")} data-testid="found">
    <p class="none" role="status">${nameState(search)}</p>
    ${search.found.map((one) => renderOne(one, open))}
    ${search.next === null ? nothing : html`<button type="button" class="outlined" @click=${() => void search.find(true)}>${t("Show more")}</button>`}
  </div>`;
}

function nameState(search: MessageSearch): string {
  if (search.isSearching) return t("Searching");
  if (search.hasFailed) return t("No connection. Please try again.");
  return search.found.length === 0 ? t("Nothing found.") : "";
}

function renderOne({ ticket_id: ticket, language, excerpt, created_at: moment }: FoundMessage, open: (ticket: string) => void): TemplateResult {
  return html`<button type="button" class="row" data-testid="found-message" @click=${() => open(ticket)}>
    <span class="row-head"><span class="row-language">${renderLanguage(language)}</span><span class="row-age">${formatMoment(moment)}</span></span>
    <span class="row-question" lang=${language} dir=${directionOf(language)}>${excerpt}</span>
  </button>`;
}
