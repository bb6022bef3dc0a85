// Finds texts that exist in both languages: those that fit the question at first, then what is typed in Korean or as a shortcut.
import type { AlignedText, Ticket } from "../shared/wire";
import { getTexts } from "./ticket-gateway";

const TYPING_PAUSE_MS = 200;

export class TextFinder {
  words = "";
  texts: readonly AlignedText[] = [];
  isSearching = false;
  hasFailed = false;
  /** What is filled in, by variable; kept while another text is looked at. */
  values: Record<string, string> = {};
  #place = 0;
  #ticket: Ticket | null = null;
  #matched: readonly AlignedText[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #search = 0;

  constructor(private readonly changed: () => void) {}

  get chosen(): AlignedText | undefined {
    return this.texts[this.#place];
  }

  get place(): number {
    return this.#place;
  }

  begin(ticket: Ticket, matched: readonly AlignedText[], words: string): void {
    if (this.#ticket?.id !== ticket.id) this.values = {};
    this.#ticket = ticket;
    this.#matched = matched;
    this.texts = matched;
    this.#place = 0;
    this.words = "";
    if (words) this.type(words);
  }

  /** Show this one of those that are there. */
  choose(text: AlignedText): void {
    this.#place = Math.max(0, this.texts.findIndex((one) => one === text));
    this.changed();
  }

  move(step: number): void {
    this.#place = Math.min(Math.max(0, this.#place + step), Math.max(0, this.texts.length - 1));
    this.changed();
  }

  type(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#find(), TYPING_PAUSE_MS);
    this.changed();
  }

  async #find(): Promise<void> {
    const words = this.words.trim();
    const search = ++this.#search;
    if (!this.#ticket) return;
    this.isSearching = true;
    this.hasFailed = false;
    this.changed();
    const found = words ? await getTexts(this.#ticket.id, this.#ticket.language, words).catch(() => null) : this.#matched;
    // An answer that comes late must not take the place of a newer one.
    if (search !== this.#search) return;
    this.isSearching = false;
    this.hasFailed = found === null;
    this.texts = found ?? [];
    this.#place = 0;
    this.changed();
  }
}

/** Variables that the gateway fills in by itself. */
export function listVariables({ variables }: AlignedText): string[] {
  return variables.filter((one) => one !== "name");
}
