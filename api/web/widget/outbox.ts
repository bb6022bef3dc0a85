// What the resident said and the gateway has not yet confirmed, in order, kept across reloads.
import { newClientId } from "../shared/client-id";
import type { DeviceStore } from "../shared/device-store";

/** `waiting` is tried again by itself; `refused` needs the resident. */
export type Delivery = "sending" | "waiting" | "refused";

export interface Unsent {
  client_id: string;
  /** For which conversation it was said; left out while there was none. */
  conversation?: string;
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

  add(text: string, payload: string | undefined, conversation: string | undefined, now = new Date()): void {
    const entry: Unsent = { client_id: newClientId(), text, created_at: now.toISOString(), delivery: "sending" };
    if (payload !== undefined) entry.payload = payload;
    if (conversation !== undefined) entry.conversation = conversation;
    this.#change((entries) => [...entries, entry]);
  }

  mark(clientId: string, delivery: Delivery, detail = ""): void {
    this.#change((entries) =>
      entries.map((entry) => (entry.client_id === clientId ? { ...entry, delivery, detail } : entry)),
    );
  }

  remove(clientId: string): void {
    if (!this.has(clientId)) return;
    this.#change((entries) => entries.filter((entry) => entry.client_id !== clientId));
  }

  has(clientId: string): boolean {
    return this.#entries.some((entry) => entry.client_id === clientId);
  }

  /** What was said for one conversation goes to another now; undefined stands for none. */
  hand(from: string | undefined, to: string | undefined): void {
    this.#change((entries) => entries.map((entry) => (entry.conversation === from ? belongingTo(entry, to) : entry)));
  }

  /** Leave what was said for another conversation than this one, and what another tab has cleared. */
  keepOnly(conversation: string | undefined): void {
    const kept = this.store.read<Unsent[]>(NAME) ?? [];
    const owners = new Map(kept.map((entry) => [entry.client_id, entry.conversation]));
    this.#entries = this.#entries
      .filter((entry) => owners.has(entry.client_id))
      .map((entry) => belongingTo(entry, owners.get(entry.client_id)));
    this.#change((entries) => entries.filter(({ conversation: owner }) => owner === undefined || owner === conversation));
  }

  clear(): void {
    this.#change(() => []);
  }

  /** Another tab may have written meanwhile: what is kept is changed as it is now, not replaced by ours. */
  #change(change: (entries: Unsent[]) => Unsent[]): void {
    this.#entries = change(this.#entries);
    const kept = this.store.read<Unsent[]>(NAME) ?? [];
    const changed = change(kept);
    // Where a chat was left in a hurry not even an empty outbox appears again.
    if (kept.length + changed.length > 0) this.store.write(NAME, changed);
  }
}

function belongingTo({ conversation: _, ...entry }: Unsent, conversation: string | undefined): Unsent {
  return conversation === undefined ? entry : { ...entry, conversation };
}
