// What happens at the desk, as it happens; after every break everything is fetched again.
import { backoff, Pause } from "../shared/patience";
import type { Message, Ticket } from "../shared/wire";
import { EVENTS_URL } from "./desk-gateway";

export interface DeskWatcher {
  ticketChanged(ticket: Ticket): void;
  messageAdded(ticketId: string, message: Message): void;
  /** The stream is open (again): fetch what was missed. */
  refetch(): Promise<void>;
  reached(isReached: boolean): void;
}

const POLL_MS = 10_000;

export class DeskEvents {
  readonly #pause = new Pause();
  #source: EventSource | null = null;
  #attempt = 0;
  #isStopped = false;

  constructor(private readonly watcher: DeskWatcher) {}

  start(): void {
    const source = new EventSource(EVENTS_URL);
    this.#source = source;
    source.onopen = () => {
      this.#attempt = 0;
      void this.#refetch();
    };
    source.addEventListener("ticket", (event: MessageEvent<string>) => {
      this.watcher.ticketChanged(JSON.parse(event.data) as Ticket);
    });
    source.addEventListener("message", (event: MessageEvent<string>) => {
      const { ticket_id, message } = JSON.parse(event.data) as { ticket_id: string; message: Message };
      this.watcher.messageAdded(ticket_id, message);
    });
    source.onerror = () => {
      source.close();
      void this.#again();
    };
  }

  stop(): void {
    this.#isStopped = true;
    this.#source?.close();
    this.#pause.end();
  }

  async #again(): Promise<void> {
    await this.#pause.wait(backoff(this.#attempt++, POLL_MS));
    if (this.#isStopped) return;
    await this.#refetch();
    if (!this.#isStopped) this.start();
  }

  async #refetch(): Promise<void> {
    try {
      await this.watcher.refetch();
      this.watcher.reached(true);
    } catch {
      this.watcher.reached(false);
    }
  }
}
