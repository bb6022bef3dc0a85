// What happens at the desk, as it happens; after every break everything is fetched again.
import { backoff, Pause } from "../shared/patience";
import type { Counts, GoneTicket, Message, News, Note, Present, Ticket, Translation } from "../shared/wire";
import { EVENTS_URL } from "./desk-gateway";

/** What the stream sends, by the name of the event. */
interface Events {
  ticket: Ticket | GoneTicket;
  message: { ticket_id: string; message: Message };
  note: { ticket_id: string; note: Note };
  news: News;
  presence: { ticket_id: string; present: Present[] };
  translation: { ticket_id: string; message_id: string; translation: Translation };
  counts: Counts;
}

export interface DeskWatcher {
  ticketChanged(ticket: Ticket): void;
  ticketGone(id: string): void;
  messageAdded(ticketId: string, message: Message): void;
  noteAdded(ticketId: string, note: Note): void;
  newsHeard(news: News): void;
  presenceChanged(ticketId: string, present: Present[]): void;
  translated(ticketId: string, messageId: string, translation: Translation): void;
  counted(counts: Counts): void;
  /** The stream is open (again): fetch what was missed. */
  refetch(): Promise<void>;
  /** The page is looked at (again). */
  shown(): void;
  reached(isReached: boolean): void;
}

const POLL_MS = 10_000;

export class DeskEvents {
  readonly #pause = new Pause();
  #source: EventSource | null = null;
  #attempt = 0;
  #isStopped = false;

  constructor(private readonly watcher: DeskWatcher) {
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#show);
  }

  start(): void {
    const source = new EventSource(EVENTS_URL);
    this.#source = source;
    source.onopen = () => {
      this.#attempt = 0;
      void this.#refetch();
    };
    this.#listen(source);
    source.onerror = () => {
      source.close();
      void this.#again();
    };
  }

  stop(): void {
    this.#isStopped = true;
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#show);
    this.#source?.close();
    this.#pause.end();
  }

  #listen(source: EventSource): void {
    const on = <Name extends keyof Events>(name: Name, hear: (data: Events[Name]) => void): void =>
      source.addEventListener(name, (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Events[Name]));
    const { watcher } = this;
    on("ticket", (ticket) => ("is_gone" in ticket ? watcher.ticketGone(ticket.id) : watcher.ticketChanged(ticket)));
    on("message", ({ ticket_id, message }) => watcher.messageAdded(ticket_id, message));
    on("note", ({ ticket_id, note }) => watcher.noteAdded(ticket_id, note));
    on("news", (news) => watcher.newsHeard(news));
    on("presence", ({ ticket_id, present }) => watcher.presenceChanged(ticket_id, present));
    on("translation", ({ ticket_id, message_id, translation }) => watcher.translated(ticket_id, message_id, translation));
    on("counts", (counts) => watcher.counted(counts));
  }

  /** The network is back: a stream from before may be dead without knowing it, and a pause need not be waited out. */
  #hurry = (): void => {
    this.#pause.end();
    if (this.#source?.readyState !== EventSource.OPEN) return;
    this.#source.close();
    this.start();
  };

  #show = (): void => {
    if (!document.hidden) this.watcher.shown();
  };

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
