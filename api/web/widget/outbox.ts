// What the resident said and the gateway has not yet confirmed, in order, kept across reloads.
import { newClientId } from "../shared/client-id";
import type { DeviceStore } from "../shared/device-store";

/** `waiting` is tried again by itself; `refused` needs the resident. */
export type Delivery = "sending" | "waiting" | "refused";

export interface Unsent {
  client_id: string;
  text: string;
  payload?: string;
  created_at: string;
  delivery: Delivery;
  detail?: string;
}

const NAME = "outbox";

export class Outbox {
  #entries: Unsent[];

  constructor(private readonly store: DeviceStore) {
    const kept = store.read<Unsent[]>(NAME) ?? [];
    this.#entries = kept.map((entry) => (entry.delivery === "sending" ? { ...entry, delivery: "waiting" } : entry));
  }

  get entries(): readonly Unsent[] {
    return this.#entries;
  }

  /** The oldest that is still to be sent. */
  get next(): Unsent | null {
    return this.#entries.find((entry) => entry.delivery !== "refused") ?? null;
  }

  add(text: string, payload: string | undefined, now = new Date()): void {
    const entry: Unsent = { client_id: newClientId(), text, created_at: now.toISOString(), delivery: "sending" };
    if (payload !== undefined) entry.payload = payload;
    this.#change((entries) => [...entries, entry]);
  }

  mark(clientId: string, delivery: Delivery, detail = ""): void {
    this.#change((entries) =>
      entries.map((entry) => (entry.client_id === clientId ? { ...entry, delivery, detail } : entry)),
    );
  }

  remove(clientId: string): void {
    if (!this.#entries.some((entry) => entry.client_id === clientId)) return;
    this.#change((entries) => entries.filter((entry) => entry.client_id !== clientId));
  }

  clear(): void {
    this.#change(() => []);
  }

  /** Another tab may have written meanwhile: what is kept is changed as it is now, not replaced by ours. */
  #change(change: (entries: Unsent[]) => Unsent[]): void {
    this.#entries = change(this.#entries);
    this.store.write(NAME, change(this.store.read<Unsent[]>(NAME) ?? []));
  }
}
