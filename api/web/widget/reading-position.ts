// Where the resident reads: new answers come into view from their beginning, unless earlier ones are being read.

const NEAR_END = 96;
const MARGIN = 16;

export class ReadingPosition {
  #isAtEnd = true;
  #count = 0;

  /** New messages arrived out of sight. */
  hasUnseen = false;

  /** Take note of where the resident scrolled; true when that changes what is shown. */
  moved(view: HTMLElement): boolean {
    this.#isAtEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END;
    if (!this.#isAtEnd || !this.hasUnseen) return false;
    this.hasUnseen = false;
    return true;
  }

  /** Bring what is new into view; true when that changes what is shown. */
  settle(view: HTMLElement): boolean {
    const messages = view.querySelectorAll<HTMLElement>(".message");
    const before = this.#count;
    this.#count = messages.length;
    if (messages.length <= before) {
      // Lines under a message or a bar above may have taken room.
      if (this.#isAtEnd && messages.length > 0) this.toEnd(view, false);
      return false;
    }
    const first = messages[before];
    const isOwn = messages[messages.length - 1]?.classList.contains("own");
    if (!this.#isAtEnd && !isOwn && before > 0) {
      const changes = !this.hasUnseen;
      this.hasUnseen = true;
      return changes;
    }
    if (before === 0 || !first) this.toEnd(view, false);
    else this.#show(view, first);
    return false;
  }

  toEnd(view: HTMLElement, isSmooth: boolean): void {
    view.scrollTo({ top: view.scrollHeight, behavior: isSmooth ? "smooth" : "instant" });
    this.#isAtEnd = true;
    this.hasUnseen = false;
  }

  #show(view: HTMLElement, first: HTMLElement): void {
    const start = first.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop - MARGIN;
    const top = Math.min(start, view.scrollHeight - view.clientHeight);
    view.scrollTo({ top, behavior: "instant" });
    this.#isAtEnd = view.scrollHeight - top - view.clientHeight < NEAR_END;
  }
}
