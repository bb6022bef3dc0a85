// The end of the open conversation: brought into view when something is new, and kept there whatever grows around it.

const AT_END = 24;

interface Shown {
  ticket: string;
  entries: number;
}

export class Newest {
  #shown: Shown = { ticket: "", entries: 0 };
  #view: HTMLElement | null = null;
  #isAtEnd = true;
  /** The box below takes room from the conversation; photos and translations make it longer. */
  readonly #sizes = new ResizeObserver(() => this.#isAtEnd && this.#toEnd());

  /** Show the end of what is shown now, if that is another conversation or has grown. */
  follow(view: HTMLElement | null, shown: Shown): void {
    const isNew = view !== this.#view || shown.ticket !== this.#shown.ticket || shown.entries > this.#shown.entries;
    this.#shown = shown;
    if (view !== this.#view) this.#watch(view);
    if (isNew) this.#toEnd();
  }

  #watch(view: HTMLElement | null): void {
    this.#sizes.disconnect();
    this.#view = view;
    if (!view) return;
    for (const part of [view, ...view.children]) this.#sizes.observe(part);
    view.addEventListener("scroll", this.#measure, { passive: true });
  }

  #measure = (): void => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#view ?? {};
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END;
  };

  #toEnd(): void {
    this.#isAtEnd = true;
    if (this.#view) this.#view.scrollTop = this.#view.scrollHeight;
  }
}
