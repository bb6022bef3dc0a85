// What the desk knows: who is signed in, the queue, the open conversation; and what reaches it from the stream.
import { DeviceStore } from "../shared/device-store";
import { Refused, Unreachable } from "../shared/request";
import type { Counsellor, DeskSession, Message, Note, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import { getSession, signInWithCode } from "./account-gateway";
import { Alarm } from "./alarm";
import { DeskEvents } from "./desk-events";
import * as gateway from "./desk-gateway";
import { DeskHearing } from "./desk-hearing";
import { MessageSearch } from "./message-search";
import { type Mode, OpenTicket } from "./open-ticket";
import { Outbox, type OutboxWatcher, type Unsent } from "./outbox";
import { Presence } from "./presence";
import { type Filter, Queue, type Tab } from "./queue";
import { explain } from "./reasons";
import { hasTickets } from "./rights";
import { TicketContext } from "./ticket-context";
import { claimTicket, getMessagesBefore, getTicket, setAvailability } from "./ticket-gateway";

export class Desk implements OutboxWatcher {
  counsellor: Counsellor | null = null;
  isKnown = false;
  isReached = true;
  signInTrouble = "";
  /** A session that lacks its second factor. */
  pending: DeskSession | null = null;
  open: OpenTicket | null = null;
  readonly queue = new Queue();
  readonly unread = new Set<string>();
  readonly alarm = new Alarm((ticket) => void this.select(ticket));
  readonly presence = new Presence();
  readonly search = new MessageSearch(() => this.changed());
  readonly context = new TicketContext(() => this.changed());
  #store = new DeviceStore("gildongmu-desk:");
  #outbox = new Outbox(this.#store, this);
  #events: DeskEvents | null = null;

  constructor(readonly changed: () => void) {}

  get openTicket(): Ticket | null {
    return this.queue.find(this.open?.id ?? null) ?? this.open?.ticket ?? null;
  }

  /** The open conversation is this counsellor's own. */
  get isMine(): boolean {
    return this.holds(this.openTicket);
  }

  /** Its holder and those who were invited into it may answer. */
  get mayAnswer(): boolean {
    const { openTicket: ticket, counsellor } = this;
    return this.isMine || (ticket?.state === "claimed" && (ticket.guests ?? []).some((one) => one.id === counsellor?.id));
  }

  /** Whoever is taking the conversation may begin the answer, and sees one that is begun. */
  get mayWrite(): boolean {
    const { open, openTicket: ticket } = this;
    return this.mayAnswer || (ticket?.state === "waiting" && (open?.isClaiming || open?.hasReply) === true);
  }

  /** What the box takes: others may still leave a note. */
  get mode(): Mode {
    return this.open && this.mayWrite ? this.open.mode : "note";
  }

  /** What this counsellor has sent to the open conversation and is not confirmed yet. */
  get unsent(): Unsent[] {
    return this.open ? this.#outbox.of(this.open.id) : [];
  }

  shown(): Ticket[] {
    return this.queue.shown(this.counsellor?.id ?? "");
  }

  /** Find out who is signed in, with a one-time code where the address carried one. */
  async begin(code: string | null): Promise<void> {
    if (code) await this.#signInOnce(code);
    if (!this.counsellor && !this.pending) await getSession().then(this.enter, () => undefined);
    this.isKnown = true;
    this.changed();
  }

  /** Go on with a session that has begun or has changed; one that lacks its second factor opens nothing yet. */
  enter = (session: DeskSession): void => {
    this.signInTrouble = "";
    this.pending = session.second_factor === "missing" ? session : null;
    if (this.pending) this.changed();
    else if (session.counsellor.id === this.counsellor?.id) this.#update(session.counsellor);
    else this.#begin(session.counsellor);
  };

  async signOut(): Promise<void> {
    await gateway.signOut().catch(() => undefined);
    this.leave();
  }

  async showTab(tab: Tab, filter: Filter = this.queue.filter): Promise<void> {
    this.queue.tab = tab;
    this.queue.filter = filter;
    this.changed();
    await this.refetchList();
  }

  async showMore(): Promise<void> {
    await this.queue.loadMore().catch((error: unknown) => this.#noticeEnd(error));
    this.changed();
  }

  async select(id: string): Promise<void> {
    this.alarm.prepare();
    this.unread.delete(id);
    if (this.open?.id !== id) this.open = new OpenTicket(id, this.#store);
    this.presence.watch(id);
    this.changed();
    await this.act((open) => this.load(open));
  }

  /** Back to the queue, on a screen that has no room for both. */
  deselect(): void {
    this.open = null;
    this.presence.watch(null);
    this.changed();
  }

  /** Fetch what was said before what is shown. */
  showEarlier(): Promise<boolean> {
    return this.act(async (open) => {
      const [first] = open.messages;
      if (first) open.addEarlier(await getMessagesBefore(open.id, first.seq));
    });
  }

  async claim(): Promise<boolean> {
    if (this.open?.isClaiming) return false;
    this.open?.beginClaim();
    return this.act(async (open) => {
      try {
        this.queue.put(await claimTicket(open.id));
        this.queue.tab = "mine";
      } catch (error) {
        await this.load(open).catch(() => undefined);
        if (this.#isOthers(open)) open.loseClaim();
        throw error;
      } finally {
        open.isClaiming = false;
      }
    });
  }

  setAvailability(isAvailable: boolean): Promise<void> {
    return setAvailability(isAvailable).then(
      (counsellor) => {
        this.counsellor = counsellor;
        this.changed();
      },
      (error: unknown) => this.#noticeEnd(error),
    );
  }

  /** Put something into the open conversation; it is shown at once and sent as soon as the gateway is reached. */
  send(item: Pick<Unsent, "kind" | "text"> & Partial<Pick<Unsent, "language" | "mentions" | "choice">>): void {
    if (!this.open) return;
    this.#outbox.add({ ticket: this.open.id, language: null, mentions: [], choice: null, ...item });
  }

  /** Take back what was refused; replies and notes return to the box they came from. */
  recall(item: Unsent, keepsWords: boolean): void {
    this.#outbox.remove(item.client_id);
    if (keepsWords && this.open) {
      this.open.turnTo(item.kind === "note" ? "note" : "reply");
      this.open.write([this.open.text, item.text].filter(Boolean).join("\n"));
    }
    this.changed();
  }

  /** Do something with the open ticket, after what is being done with it already; false and a word to the counsellor if it fails. */
  act(action: (open: OpenTicket) => Promise<void>): Promise<boolean> {
    const { open } = this;
    if (!open) return Promise.resolve(false);
    open.isBusy = true;
    this.changed();
    const done = open.acting.then(() => this.#run(open, action));
    open.acting = done;
    void done.then(() => {
      if (open.acting === done) open.isBusy = false;
      this.changed();
    });
    return done;
  }

  /** Fetch a conversation anew, and what stands beside it. */
  async load(open = this.open): Promise<void> {
    if (!open) return;
    const before = this.queue.find(open.id);
    open.loads += 1;
    const whole = await getTicket(open.id).finally(() => {
      open.loads -= 1;
    });
    // What was heard of the ticket meanwhile is newer.
    if (this.queue.find(open.id) === before) this.queue.put(whole.ticket);
    open.load(whole);
    if (open === this.open) void this.context.load(whole.ticket, open.lastQuestion?.seq ?? 0);
  }

  /** Fetch the open conversation anew once it is looked at, if something in it was not told; what is on its way has it. */
  catchUp(): void {
    const { open } = this;
    if (!open?.isStale || open.loads > 0 || document.hidden) return;
    void this.load(open).then(this.changed, () => undefined);
  }

  async refetch(): Promise<void> {
    await this.#fetchAll().catch((error: unknown) => {
      this.#noticeEnd(error);
      if (!(error instanceof Refused)) throw error;
    });
    this.changed();
    void this.#outbox.flush();
  }

  async refetchList(): Promise<void> {
    await this.queue.reload().catch((error: unknown) => this.#noticeEnd(error));
    this.alarm.review(this.queue.inDanger());
    this.changed();
  }

  reached(isReached: boolean): void {
    this.isReached = isReached;
    this.changed();
  }

  delivered(item: Unsent, message: Message | null, note: Note | null): void {
    const { open } = this;
    if (open?.id !== item.ticket) return;
    if (message) open.add(message);
    if (note) open.addNote(note);
  }

  signedOut(): void {
    this.leave();
  }

  /** The session is over: nothing of it stays on the screen. */
  leave(): void {
    this.#events?.stop();
    this.alarm.stop();
    this.presence.watch(null);
    this.counsellor = null;
    this.pending = null;
    this.open = null;
    this.queue.empty();
    this.unread.clear();
    this.changed();
  }

  async #signInOnce(code: string): Promise<void> {
    await signInWithCode(code).then(this.enter, (error: unknown) => {
      const isSpent = error instanceof Refused && error.status === 401;
      this.signInTrouble = isSpent ? t("This code does not work. It may be too old or used already. Please get a new one.") : explain(error);
    });
  }

  #update(counsellor: Counsellor): void {
    this.counsellor = counsellor;
    this.changed();
  }

  #begin(counsellor: Counsellor): void {
    // Drafts and what waits to be sent are somebody's own, on a device that several may use.
    this.#store = new DeviceStore(`gildongmu-desk:${counsellor.id}:`);
    this.#outbox = new Outbox(this.#store, this);
    this.counsellor = counsellor;
    this.#events?.stop();
    this.#events = new DeskEvents(new DeskHearing(this));
    if (hasTickets(counsellor)) this.#events.start();
    this.changed();
  }

  async #fetchAll(): Promise<void> {
    await this.queue.reload();
    this.alarm.review(this.queue.inDanger());
    await this.load().catch((error: unknown) => {
      if (error instanceof Unreachable) throw error;
    });
  }

  async #run(open: OpenTicket, action: (open: OpenTicket) => Promise<void>): Promise<boolean> {
    open.trouble = "";
    try {
      await action(open);
      return true;
    } catch (error) {
      this.#noticeEnd(error);
      open.trouble = explain(error);
      return false;
    }
  }

  /** A ticket is this counsellor's own. */
  holds(ticket: Ticket | null): boolean {
    return ticket?.state === "claimed" && ticket.counsellor?.id === this.counsellor?.id;
  }

  #isOthers(open: OpenTicket): boolean {
    const ticket = this.queue.find(open.id) ?? open.ticket;
    return ticket?.state !== "waiting" && !this.holds(ticket);
  }

  #noticeEnd(error: unknown): void {
    if (error instanceof Refused && error.status === 401) this.leave();
  }
}
