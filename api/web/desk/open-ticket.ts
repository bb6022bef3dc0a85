// The conversation on the desk: its messages and notes, each once and in order, and what is being written.
import type { DeviceStore } from "../shared/device-store";
import { removeMessages } from "../shared/message-view";
import type { Message, News, Note, Reach, Ticket, TicketWithMessages, Translation } from "../shared/wire";

export type Mode = "reply" | "note";

interface Draft {
  mode: Mode;
  reply: string;
  note: string;
  /** Points of check lists that are done. */
  ticked: string[];
}

const NOTHING: Draft = { mode: "reply", reply: "", note: "", ticked: [] };

export class OpenTicket {
  /** As it was when it was last loaded; the queue may know it better. */
  ticket: Ticket | null = null;
  isLoaded = false;
  isBusy = false;
  /** How many times it is being loaded now. */
  loads = 0;
  /** There is something new that was not told: the gateway has forgotten that the conversation is open here. */
  isStale = false;
  /** So many messages were put before those that were loaded first. */
  earlier = 0;
  /** Asked for, and not yet told whose it is. */
  isClaiming = false;
  /** Ends when everything that was asked for so far is done. */
  acting: Promise<unknown> = Promise.resolve();
  /** What went wrong with the last action, in words for the counsellor. */
  trouble = "";
  reach: readonly Reach[] = [];
  #messages: Message[] = [];
  #notes = new Map<string, Note>();
  #draft: Draft;

  constructor(
    readonly id: string,
    private readonly store: DeviceStore,
  ) {
    this.#draft = { ...NOTHING, ...store.read<Draft>(this.#name) };
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Messages in their order, with each note where it was written. */
  get timeline(): readonly (Message | Note)[] {
    const notes = [...this.#notes.values()].sort((one, other) => one.created_at.localeCompare(other.created_at));
    const timeline: (Message | Note)[] = [];
    for (const message of this.#messages) {
      while (notes[0] && notes[0].created_at < message.created_at) timeline.push(notes.shift() as Note);
      timeline.push(message);
    }
    return [...timeline, ...notes];
  }

  get mode(): Mode {
    return this.#draft.mode;
  }

  get text(): string {
    return this.#draft[this.#draft.mode];
  }

  /** An answer is begun and in the box. */
  get hasReply(): boolean {
    return this.mode === "reply" && this.text !== "";
  }

  /** The last words of the resident, which translations and matching texts are about. */
  get lastQuestion(): Message | undefined {
    return this.#messages.findLast((one) => one.author === "resident" && !one.removed);
  }

  write(text: string): void {
    this.#keep({ ...this.#draft, [this.#draft.mode]: text });
  }

  get ticked(): readonly string[] {
    return this.#draft.ticked;
  }

  /** Tick a point of a check list, or take the tick away. */
  tick(point: string): void {
    const { ticked } = this.#draft;
    this.#keep({ ...this.#draft, ticked: ticked.includes(point) ? ticked.filter((one) => one !== point) : [...ticked, point] });
  }

  turnTo(mode: Mode): void {
    this.#keep({ ...this.#draft, mode });
  }

  /** What is written from now on is meant for the resident; a note that was begun stays one. */
  beginClaim(): void {
    this.isClaiming = true;
    if (!this.text.trim()) this.turnTo("reply");
  }

  /** Somebody else has it: what was written meanwhile stays in the box, which now takes notes. */
  loseClaim(): void {
    const { reply, note } = this.#draft;
    this.#keep({ ...this.#draft, mode: "note", reply: "", note: [note, reply].filter(Boolean).join("\n") });
  }

  /** What is loaded replaces what was known, as after a fresh start; only what came in meanwhile is newer. Notes are never taken back. */
  load({ ticket, messages, reach, notes }: TicketWithMessages): void {
    const newest = messages.at(-1)?.seq ?? 0;
    const earlier = this.#messages.filter((one) => one.seq < (messages[0]?.seq ?? 0));
    const fits = earlier.at(-1)?.seq === (messages[0]?.seq ?? 0) - 1;
    this.#messages = [...(fits ? earlier : []), ...messages, ...this.#messages.filter((one) => one.seq > newest)];
    if (!fits) this.earlier = 0;
    for (const note of notes ?? []) this.#notes.set(note.id, note);
    this.ticket = ticket;
    if (ticket.deleted) this.empty();
    this.remove(ticket.removed);
    this.reach = reach;
    this.isLoaded = true;
    this.isStale = false;
  }

  /** There is news without its contents: unless that is known here, the conversation has to be loaded anew. */
  miss({ about, id }: News): void {
    const message = this.#messages.find((one) => one.id === id);
    const isKnown = about === "note" ? this.#notes.has(id) : !!(about === "translation" ? message?.translation : message);
    if (!isKnown) this.isStale = true;
  }

  /** Of a long conversation only the end is loaded at first. */
  get hasEarlier(): boolean {
    return (this.#messages[0]?.seq ?? 0) > 1;
  }

  addEarlier(messages: readonly Message[]): void {
    const first = this.#messages[0]?.seq ?? 0;
    const added = messages.filter((one) => one.seq < first);
    this.#messages = [...added, ...this.#messages];
    this.earlier += added.length;
  }

  add(message: Message): void {
    const known = this.#messages.find((one) => one.seq === message.seq);
    const others = this.#messages.filter((one) => one !== known);
    const whole = { ...message, translation: message.translation ?? known?.translation ?? null };
    this.#messages = [...others, whole].sort((one, other) => one.seq - other.seq);
  }

  addNote(note: Note): void {
    this.#notes.set(note.id, note);
  }

  translate(messageId: string, translation: Translation): void {
    this.#messages = this.#messages.map((one) => (one.id === messageId ? { ...one, translation } : one));
  }

  /** The resident has taken messages back. */
  remove(seqs: readonly number[] | undefined): void {
    this.#messages = removeMessages(this.#messages, seqs);
  }

  /** The resident has deleted the conversation: nothing of it stays on the screen. */
  empty(): void {
    this.#messages = [];
    this.#notes.clear();
    this.#keep(NOTHING);
  }

  #keep(draft: Draft): void {
    this.#draft = draft;
    if (draft.reply || draft.note || draft.ticked.length > 0) this.store.write(this.#name, draft);
    else this.store.remove(this.#name);
  }

  get #name(): string {
    return `draft:${this.id}`;
  }
}

export function isNote(entry: Message | Note): entry is Note {
  return !("seq" in entry);
}
