// What the counsellor has sent and the gateway has not confirmed yet: kept on the device, tried until it is there or refused.
import { newClientId } from "../shared/client-id";
import type { DeviceStore } from "../shared/device-store";
import { backoff, Pause } from "../shared/patience";
import { Refused } from "../shared/request";
import type { Message, Note } from "../shared/wire";
import { explain } from "./reasons";
import { sendNote, sendReply, sendText, type TextChoice } from "./ticket-gateway";

/** One thing on its way; the same `client_id` twice is one message. */
export interface Unsent {
  client_id: string;
  ticket: string;
  kind: "reply" | "note" | "text";
  /** What is shown until it is there. */
  text: string;
  language: string | null;
  mentions: string[];
  choice: TextChoice | null;
  created_at: string;
  /** Why the gateway does not take it; empty while it may still go. */
  refusal: string;
}

export interface OutboxWatcher {
  changed(): void;
  delivered(item: Unsent, message: Message | null, note: Note | null): void;
  /** The session has ended: what waits is kept for the next one. */
  signedOut(): void;
}

const NAME = "unsent";
const LONGEST_MS = 15_000;

export class Outbox {
  readonly #pause = new Pause();
  #isSending = false;
  #attempt = 0;

  constructor(
    private readonly store: DeviceStore,
    private readonly watcher: OutboxWatcher,
  ) {}

  of(ticket: string): Unsent[] {
    return this.#read().filter((one) => one.ticket === ticket);
  }

  add(item: Omit<Unsent, "client_id" | "created_at" | "refusal">): void {
    const whole = { ...item, client_id: newClientId(), created_at: new Date().toISOString(), refusal: "" };
    this.#write([...this.#read(), whole]);
    void this.flush();
  }

  remove(clientId: string): void {
    this.#write(this.#read().filter((one) => one.client_id !== clientId));
  }

  /** Try now what waits, for instance because the gateway is reached again. */
  async flush(): Promise<void> {
    this.#pause.end();
    if (this.#isSending) return;
    this.#isSending = true;
    for (let item = this.#first(); item; item = this.#first()) {
      if (!(await this.#send(item))) break;
    }
    this.#isSending = false;
  }

  /** One after the other, so that what was written first is read first. */
  #first(): Unsent | undefined {
    return this.#read().find((one) => !one.refusal);
  }

  async #send(item: Unsent): Promise<boolean> {
    try {
      const [message, note] = await deliver(item);
      this.#attempt = 0;
      this.watcher.delivered(item, message, note);
      this.remove(item.client_id);
      return true;
    } catch (error) {
      return this.#fail(item, error);
    }
  }

  #fail(item: Unsent, error: unknown): boolean {
    if (error instanceof Refused && error.status === 401) {
      this.watcher.signedOut();
      return false;
    }
    if (error instanceof Refused && !error.isTemporary) {
      const refusal = explain(error);
      this.#write(this.#read().map((one) => (one.client_id === item.client_id ? { ...one, refusal } : one)));
      return true;
    }
    void this.#tryLater();
    return false;
  }

  async #tryLater(): Promise<void> {
    await this.#pause.wait(backoff(this.#attempt++, LONGEST_MS));
    await this.flush();
  }

  #read(): Unsent[] {
    return this.store.read<Unsent[]>(NAME) ?? [];
  }

  #write(items: readonly Unsent[]): void {
    if (items.length > 0) this.store.write(NAME, items);
    else this.store.remove(NAME);
    this.watcher.changed();
  }
}

async function deliver({ kind, ticket, text, mentions, choice, client_id }: Unsent): Promise<[Message | null, Note | null]> {
  if (kind === "note") return [null, await sendNote(ticket, text, mentions, client_id)];
  if (choice) return [await sendText(ticket, choice, client_id), null];
  return [await sendReply(ticket, text, client_id), null];
}
