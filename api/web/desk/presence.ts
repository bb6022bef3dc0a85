// Tells the gateway, while a conversation is open, that one is looking or typing.
import { tellPresence } from "./ticket-gateway";

const TELL_MS = 10_000;
const TYPING_MS = 5_000;

export class Presence {
  #ticket: string | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #wasTyping = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** From now on this conversation is being looked at, or none. */
  watch(ticket: string | null): void {
    clearInterval(this.#timer);
    this.#ticket = ticket;
    this.#typedAt = Number.NEGATIVE_INFINITY;
    if (!ticket) return;
    this.#tell();
    this.#timer = setInterval(() => this.#tell(), TELL_MS);
  }

  /** A key was pressed in the reply box; the first one is told at once. */
  typed(): void {
    this.#typedAt = performance.now();
    if (!this.#wasTyping) this.#tell();
  }

  #tell(): void {
    if (!this.#ticket || document.hidden) return;
    this.#wasTyping = performance.now() - this.#typedAt < TYPING_MS;
    // Told again soon; what is lost is not worth a word.
    tellPresence(this.#ticket, this.#wasTyping).catch(() => undefined);
  }
}
