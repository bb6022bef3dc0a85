// What the gateway has confirmed: messages in order, each once, and where the conversation stands.
import { removeMessages } from "../shared/message-view";
import type { Conversation, ConversationState, Message, QueueTicket } from "../shared/wire";

export class Transcript {
  state: ConversationState = "bot";
  language: string | null = null;
  ticket: QueueTicket | null = null;
  rating: "open" | "given" | null = null;
  /** Everything up to here has been seen in order; answers to a POST may run ahead of it. */
  complete = 0;
  #messages: Message[] = [];

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get newest(): Message | null {
    return this.#messages.at(-1) ?? null;
  }

  /** The counsellor who speaks now, as far as is known. */
  get counsellorName(): string | null {
    return this.ticket?.counsellor?.name ?? this.#messages.findLast((one) => one.author === "counsellor")?.name ?? null;
  }

  /** Add what is new; repeats change nothing. */
  add(messages: readonly Message[]): Message[] {
    const known = new Set(this.#messages.map((one) => one.seq));
    const fresh = messages.filter((one) => !known.has(one.seq) && known.add(one.seq));
    if (fresh.length === 0) return [];
    this.#messages = [...this.#messages, ...fresh].sort((one, other) => one.seq - other.seq);
    const withTicket = fresh.findLast((one) => one.ticket);
    if (withTicket?.ticket) this.#take(withTicket.ticket);
    return fresh;
  }

  /** Take over where the conversation stands; a ticket left out is kept while the state stays. */
  settle(conversation: Conversation): void {
    const stays = conversation.state === this.state;
    this.state = conversation.state;
    this.language = conversation.language ?? this.language;
    this.#messages = removeMessages(this.#messages, conversation.removed);
    if (conversation.rating !== undefined) this.rating = conversation.rating;
    if (conversation.ticket !== undefined) this.ticket = conversation.ticket;
    else if (!stays && conversation.state !== "waiting") this.ticket = null;
  }

  /** A message tells where its ticket stood; who has it is known from the conversation only. */
  #take(ticket: QueueTicket): void {
    this.ticket = ticket.id === this.ticket?.id ? { ...this.ticket, ...ticket } : ticket;
  }

  /** A ticket is running and nothing is known about it. */
  get lacksTicket(): boolean {
    return (this.state === "waiting" || this.state === "human") && !this.ticket;
  }
}
