// The centres' documents and the termbase, as the desk keeps them: fetched when first shown, changed one step at a time.
import { t } from "../shared/words";
import * as gateway from "./desk-gateway";
import { explain } from "./reasons";

export class Shelf {
  documents: gateway.LibraryDocument[] = [];
  terms: gateway.Term[] = [];
  wanted = "";
  notice = { text: "", isGood: true };
  isBusy = false;

  constructor(private readonly changed: () => void) {}

  open(): Promise<void> {
    return this.#act(async () => {
      this.documents = await gateway.getDocuments();
    });
  }

  openTerms(): Promise<void> {
    return this.#act(async () => {
      if (this.terms.length === 0) this.terms = await gateway.getTerms();
    });
  }

  /** Take a file in; true when it has been taken. */
  async add(form: FormData): Promise<boolean> {
    await this.#act(async () => {
      const { document, is_new } = await gateway.addDocument(form);
      const title = find(document, document.current)?.title ?? document.id;
      const words = is_new ? t("“{title}” answers from now on.", { title }) : t("“{title}” is there already.", { title });
      this.documents = await gateway.getDocuments();
      this.notice = { text: words, isGood: true };
    });
    return this.notice.isGood;
  }

  /** Let an edition answer; 0 withdraws the document. */
  choose(id: string, edition: number): Promise<void> {
    return this.#act(async () => {
      await gateway.chooseEdition(id, edition);
      this.documents = await gateway.getDocuments();
    });
  }

  search(words: string): void {
    this.wanted = words;
    this.changed();
  }

  /** Terms that hold the wanted words in any language or among what residents type. */
  get foundTerms(): gateway.Term[] {
    const wanted = this.wanted.trim().toLowerCase();
    if (!wanted) return this.terms;
    return this.terms.filter((term) => JSON.stringify([term.forms, term.variants]).toLowerCase().includes(wanted));
  }

  async #act(action: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.notice = { text: "", isGood: true };
    this.changed();
    try {
      await action();
    } catch (error) {
      this.notice = { text: explain(error), isGood: false };
    }
    this.isBusy = false;
    this.changed();
  }
}

export function find(document: gateway.LibraryDocument, number: number): gateway.Edition | undefined {
  return document.editions.find((edition) => edition.number === number);
}
