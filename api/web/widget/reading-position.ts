// Where the resident reads: new answers come into view from their beginning, unless earlier ones are being read.

const NEAR_END = 96;
const AT_END = 4;
const MARGIN = 16;

export class ReadingPosition {
  #isNearEnd = true;
  #isAtEnd = true;
  #count = 0;

  /** New messages arrived out of sight. */
  hasUnseen = false;

  /** Take note of where the resident scrolled; true when that changes what is shown. */
  moved(view: HTMLElement): boolean {
    this.#measure(view);
    if (!this.#isNearEnd || !this.hasUnseen) return false;
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
    if (!this.#isNearEnd && !isOwn && before > 0) {
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
    this.#isNearEnd = this.#isAtEnd = true;
    this.hasUnseen = false;
  }

  #show(view: HTMLElement, first: HTMLElement): void {
    const start = first.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop - MARGIN;
    view.scrollTo({ top: start, behavior: "instant" });
    this.#measure(view);
  }

  #measure(view: HTMLElement): void {
    const rest = view.scrollHeight - view.scrollTop - view.clientHeight;
    this.#isNearEnd = rest < NEAR_END;
    this.#isAtEnd = rest < AT_END;
  }
}
