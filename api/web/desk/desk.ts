// What the desk knows and does: who is signed in, the tickets, the open one, and every action on them.
import { DeviceStore } from "../shared/device-store";
import { Refused, Unreachable } from "../shared/request";
import type { Counsellor, Message, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import { DangerAlarm } from "./alarm";
import { DeskEvents, type DeskWatcher } from "./desk-events";
import * as gateway from "./desk-gateway";
import { OpenTicket } from "./open-ticket";
import { type Tab, TicketList } from "./ticket-list";

export class Desk implements DeskWatcher {
  counsellor: Counsellor | null = null;
  isKnown = false;
  isReached = true;
  tab: Tab = "waiting";
  open: OpenTicket | null = null;
  signInTrouble = "";
  readonly tickets = new TicketList();
  readonly unread = new Set<string>();
  readonly alarm = new DangerAlarm();
  #events: DeskEvents | null = null;

  constructor(
    private readonly store: DeviceStore,
    private readonly changed: () => void,
  ) {}

  get waitingCount(): number {
    return this.under("waiting").length;
  }

  get openTicket(): Ticket | null {
    return this.tickets.find(this.open?.id ?? null);
  }

  /** The open conversation is this counsellor's to answer. */
  get isMine(): boolean {
    const ticket = this.openTicket;
    return ticket?.state === "claimed" && ticket.counsellor?.id === this.counsellor?.id;
  }

  under(tab: Tab): Ticket[] {
    return this.tickets.under(tab, this.counsellor?.id ?? "");
  }

  /** Find out who is signed in, with a one-time code where the address carried one. */
  async begin(code: string | null): Promise<void> {
    if (code) await this.signIn({ code });
    if (!this.counsellor) await this.#enter(gateway.getSignedIn()).catch(() => undefined);
    this.isKnown = true;
    this.changed();
  }

  async signIn(proof: gateway.Proof): Promise<void> {
    this.signInTrouble = "";
    try {
      await this.#enter(gateway.signIn(proof));
    } catch (error) {
      this.signInTrouble = describe(error) || t("Signing in did not work.");
    }
    this.changed();
  }

  async signOut(): Promise<void> {
    await gateway.signOut().catch(() => undefined);
    this.#leave();
  }

  async setPassword(password: string): Promise<string> {
    return gateway.setPassword(password).then(
      () => "",
      (error: unknown) => describe(error),
    );
  }

  show(tab: Tab): void {
    this.tab = tab;
    this.changed();
  }

  async select(id: string): Promise<void> {
    this.alarm.prepare();
    this.open = new OpenTicket(id, this.store);
    this.unread.delete(id);
    this.changed();
    await this.#act(() => this.#load());
  }

  claim(): Promise<void> {
    return this.#act(async (open) => {
      try {
        this.tickets.put(await gateway.claimTicket(open.id));
        this.tab = "mine";
      } catch (error) {
        await this.#load().catch(() => undefined);
        throw error;
      }
    });
  }

  reply(): Promise<void> {
    return this.#act(async (open) => {
      const { text, client_id } = open.draft;
      if (!text.trim()) return;
      open.add([await gateway.replyTo(open.id, text.trim(), client_id)]);
      if (open.draft.client_id === client_id) open.write("");
    });
  }

  close(next: "bot" | "closed"): Promise<void> {
    return this.#act(async (open) => {
      this.tickets.put(await gateway.closeTicket(open.id, next));
    });
  }

  ticketChanged(ticket: Ticket): void {
    this.tickets.put(ticket);
    if (ticket.deleted && this.open?.id === ticket.id) this.open.empty();
    if (this.open?.id === ticket.id) this.open.remove(ticket.removed);
    this.alarm.consider(ticket);
    this.changed();
  }

  messageAdded(ticketId: string, message: Message): void {
    if (this.open?.id === ticketId) {
      this.open.add([message]);
      // A notice may tell of another device, and with it of another way to the resident.
      if (message.author === "system") void this.#load().then(this.changed, () => undefined);
    } else if (message.author === "resident") this.unread.add(ticketId);
    this.changed();
  }

  async refetch(): Promise<void> {
    try {
      const lists = await Promise.all([gateway.getTickets("waiting"), gateway.getTickets("claimed"), gateway.getTickets("closed")]);
      this.tickets.replace(lists.flat());
      for (const ticket of lists.flat()) this.alarm.consider(ticket);
      await this.#load().catch((error: unknown) => {
        if (error instanceof Unreachable) throw error;
      });
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.#leave();
      else throw error;
    }
    this.changed();
  }

  reached(isReached: boolean): void {
    this.isReached = isReached;
    this.changed();
  }

  async #enter(signedIn: Promise<Counsellor>): Promise<void> {
    this.counsellor = await signedIn;
    this.#events?.stop();
    this.#events = new DeskEvents(this);
    this.#events.start();
  }

  #leave(): void {
    this.#events?.stop();
    this.counsellor = null;
    this.open = null;
    this.tickets.replace([]);
    this.unread.clear();
    this.changed();
  }

  async #load(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const { ticket, messages, reach } = await gateway.getTicket(open.id);
    this.tickets.put(ticket);
    if (ticket.deleted) open.empty();
    open.add(messages);
    open.remove(ticket.removed);
    open.reach = reach;
    open.isLoaded = true;
  }

  /** Do something with the open ticket and say so if it fails. */
  async #act(action: (open: OpenTicket) => Promise<void>): Promise<void> {
    const { open } = this;
    if (!open || open.isSending) return;
    open.trouble = "";
    open.isSending = true;
    this.changed();
    try {
      await action(open);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.#leave();
      open.trouble = describe(error);
    }
    open.isSending = false;
    this.changed();
  }
}

/** What to tell the counsellor when a call has failed. */
export function describe(error: unknown): string {
  if (error instanceof Refused) return error.detail || t("This did not work. Please try again.");
  return t("No connection. Nothing is lost; please try again.");
}
