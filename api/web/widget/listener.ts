// Keeps a conversation up to date: the stream of events, and a fresh look whenever the stream was away.
// Where streams never work the same loop is a poll every ten seconds.
import { readEvents } from "../shared/event-stream";
import { backoff, Pause } from "../shared/patience";
import { Refused } from "../shared/request";
import type { Conversation, Message } from "../shared/wire";
import type { Gateway, Key } from "./gateway";

export interface Hearer {
  /** The last message seen in order. */
  readonly complete: number;
  heardMessages(messages: readonly Message[]): void;
  heardConversation(conversation: Conversation): void;
  /** Fetch what was missed. */
  catchUp(): Promise<void>;
  reached(isReached: boolean): void;
  lost(key: Key): void;
}

const POLL_MS = 10_000;
const SILENCE_MS = 40_000;
/** So many streams without a byte in a row, and something between us holds them back. */
const SILENT_LIMIT = 2;

export class Listener {
  readonly #stop = new AbortController();
  readonly #pause = new Pause();
  #silentStreams = 0;
  #attempt = 0;

  constructor(
    private readonly gateway: Gateway,
    private readonly key: Key,
    private readonly hearer: Hearer,
  ) {}

  stop(): void {
    this.#stop.abort();
    this.#pause.end();
  }

  /** Look again now, for instance because the network returned. */
  hurry(): void {
    this.#attempt = 0;
    this.#pause.end();
  }

  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#catchUp();
        if (this.#silentStreams < SILENT_LIMIT) await this.#listen();
      } catch {
        // The stream broke off or nobody answered: look again after a pause.
      }
      if (this.#stop.signal.aborted) return;
      await this.#pause.wait(this.#silentStreams < SILENT_LIMIT ? backoff(this.#attempt++, POLL_MS) : POLL_MS);
    }
  }

  async #catchUp(): Promise<void> {
    try {
      await this.hearer.catchUp();
      this.hearer.reached(true);
    } catch (error) {
      // Whoever stopped listening may be in another conversation by now.
      if (this.#stop.signal.aborted) throw error;
      const isGone = error instanceof Refused && error.isGone;
      if (isGone) this.hearer.lost(this.key);
      else this.hearer.reached(false);
      throw error;
    }
  }

  async #listen(): Promise<void> {
    const body = await this.gateway.openEvents(this.key, this.hearer.complete, this.#stop.signal);
    let isSilent = true;
    try {
      await this.#catchUp();
      for await (const { event, data } of readEvents(body, SILENCE_MS)) {
        if (this.#stop.signal.aborted) return;
        isSilent = false;
        this.#attempt = 0;
        if (event === "message") this.hearer.heardMessages([JSON.parse(data) as Message]);
        if (event === "conversation") this.hearer.heardConversation(JSON.parse(data) as Conversation);
      }
    } finally {
      this.#silentStreams = isSilent ? this.#silentStreams + 1 : 0;
    }
  }
}
