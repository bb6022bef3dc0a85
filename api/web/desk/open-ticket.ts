// The conversation on the desk: its messages, each once and in order, and the reply being written.
import { newClientId } from "../shared/client-id";
import type { DeviceStore } from "../shared/device-store";
import { removeMessages } from "../shared/message-view";
import type { Message, Reach } from "../shared/wire";

interface Draft {
  text: string;
  client_id: string;
}

export class OpenTicket {
  isLoaded = false;
  isSending = false;
  /** What went wrong with the last action, in words for the counsellor. */
  trouble = "";
  reach: readonly Reach[] = [];
  #messages: Message[] = [];
  #draft: Draft;

  constructor(
    readonly id: string,
    private readonly store: DeviceStore,
  ) {
    this.#draft = store.read<Draft>(this.#name) ?? { text: "", client_id: newClientId() };
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get draft(): Readonly<Draft> {
    return this.#draft;
  }

  /** Changed words are another reply; the same words tried again are the same reply. */
  write(text: string): void {
    if (text === this.#draft.text) return;
    this.#draft = { text, client_id: newClientId() };
    if (text) this.store.write(this.#name, this.#draft);
    else this.store.remove(this.#name);
  }

  add(messages: readonly Message[]): void {
    const known = new Set(this.#messages.map((one) => one.seq));
    const fresh = messages.filter((one) => !known.has(one.seq) && known.add(one.seq));
    this.#messages = [...this.#messages, ...fresh].sort((one, other) => one.seq - other.seq);
  }

  /** The resident has taken messages back. */
  remove(seqs: readonly number[] | undefined): void {
    this.#messages = removeMessages(this.#messages, seqs);
  }

  /** The resident has deleted the conversation: nothing of it stays on the screen. */
  empty(): void {
    this.#messages = [];
    this.write("");
  }

  get #name(): string {
    return `draft:${this.id}`;
  }
}
