// What the desk makes of what it hears from the stream.
import type { Counts, Message, News, Note, Present, Ticket, Translation } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import type { DeskWatcher } from "./desk-events";

export class DeskHearing implements DeskWatcher {
  /** Told of already: after a break the stream repeats what was said shortly before. */
  readonly #told = new Set<string>();

  constructor(private readonly desk: Desk) {}

  ticketChanged(ticket: Ticket): void {
    const { desk } = this;
    const wasMine = desk.holds(desk.queue.find(ticket.id));
    desk.queue.put(ticket);
    const { open } = desk;
    if (open?.id === ticket.id) {
      if (ticket.deleted) open.empty();
      open.remove(ticket.removed);
    }
    // What one does oneself is no news.
    const isOwnDoing = open?.id === ticket.id && open.isBusy;
    if (desk.holds(ticket) && !wasMine && !isOwnDoing) desk.alarm.tellNews(ticket.id, t("A conversation was given to you"));
    desk.alarm.review(desk.queue.inDanger());
    desk.changed();
  }

  ticketGone(id: string): void {
    const { desk } = this;
    desk.queue.remove(id);
    desk.alarm.review(desk.queue.inDanger());
    if (desk.open?.id === id) desk.deselect();
    desk.changed();
  }

  messageAdded(ticketId: string, message: Message): void {
    const { desk } = this;
    const isOpen = desk.open?.id === ticketId;
    if (isOpen) desk.open?.add(message);
    if (message.author === "resident") this.#residentWrote(ticketId, message.id);
    // A notice may tell of another device, and with it of another way to the resident.
    if (isOpen && message.author === "system") void desk.load().then(desk.changed, () => undefined);
    desk.changed();
  }

  noteAdded(ticketId: string, note: Note): void {
    const { desk } = this;
    if (desk.open?.id === ticketId) desk.open.addNote(note);
    const me = desk.counsellor?.id ?? "";
    if (note.mentions.includes(me) && note.counsellor.id !== me) this.#mentioned(ticketId, note.id);
    desk.changed();
  }

  newsHeard(news: News): void {
    const { desk } = this;
    if (desk.open?.id === news.ticket_id) desk.open.miss(news);
    if (news.is_from_resident) this.#residentWrote(news.ticket_id, news.id);
    if (news.is_mention) this.#mentioned(news.ticket_id, news.id);
    desk.catchUp();
    desk.changed();
  }

  presenceChanged(ticketId: string, present: Present[]): void {
    const { desk } = this;
    const ticket = desk.queue.find(ticketId);
    if (ticket) desk.queue.put({ ...ticket, present });
    desk.changed();
  }

  translated(ticketId: string, messageId: string, translation: Translation): void {
    const { desk } = this;
    if (desk.open?.id === ticketId) desk.open.translate(messageId, translation);
    desk.changed();
  }

  counted(counts: Counts): void {
    const { desk } = this;
    desk.queue.counts = counts;
    desk.changed();
  }

  refetch(): Promise<void> {
    return this.desk.refetch();
  }

  shown(): void {
    this.desk.catchUp();
  }

  reached(isReached: boolean): void {
    this.desk.reached(isReached);
  }

  #residentWrote(ticketId: string, messageId: string): void {
    if (!this.#isNews(messageId)) return;
    const { desk } = this;
    const isOpen = desk.open?.id === ticketId;
    if (!isOpen) desk.unread.add(ticketId);
    const isMine = desk.holds(desk.queue.find(ticketId));
    if (isMine && (document.hidden || !isOpen)) desk.alarm.tellNews(ticketId, t("New messages"));
  }

  #mentioned(ticketId: string, noteId: string): void {
    if (this.#isNews(noteId)) this.desk.alarm.tellNews(ticketId, t("You were mentioned in a note"));
  }

  #isNews(id: string): boolean {
    const isNews = !this.#told.has(id);
    this.#told.add(id);
    return isNews;
  }
}
