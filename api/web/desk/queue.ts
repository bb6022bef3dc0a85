// The tickets of the desk under five tabs: what the gateway lists, kept up to date by what happens meanwhile.
import type { Counts, Ticket } from "../shared/wire";
import { getTickets, type TicketQuery } from "./ticket-gateway";

export type Tab = "waiting" | "mine" | "open" | "snoozed" | "closed";

export const TABS: readonly Tab[] = ["waiting", "mine", "open", "snoozed", "closed"];

/** What the list is narrowed to; an empty word narrows nothing. */
export interface Filter {
  language: string;
  centre: string;
  area: string;
}

export const NO_FILTER: Filter = { language: "", centre: "", area: "" };

const NO_COUNTS: Counts = { waiting: 0, urgent: 0, mine: 0, claimed: 0, snoozed: 0 };

/** What a tab asks the gateway for. */
const QUERIES: Record<Tab, readonly TicketQuery[]> = {
  waiting: [{ state: "waiting" }],
  mine: [{ state: "claimed", mine: true }],
  open: [{ state: "waiting" }, { state: "claimed" }],
  snoozed: [{ state: "snoozed" }],
  closed: [{ state: "closed" }],
};

export class Queue {
  tab: Tab = "waiting";
  filter: Filter = NO_FILTER;
  counts: Counts = NO_COUNTS;
  #tickets = new Map<string, Ticket>();
  /** Where the next page of a query begins. */
  #next = new Map<string, string>();
  /** What changed while lists were on their way is newer than what they bring. */
  #fresh = new Map<string, Ticket>();

  get hasMore(): boolean {
    return this.#queries(this.tab).some((query) => this.#next.has(JSON.stringify(query)));
  }

  find(id: string | null): Ticket | null {
    return (id && this.#tickets.get(id)) || null;
  }

  put(ticket: Ticket): void {
    this.#tickets.set(ticket.id, ticket);
    this.#fresh.set(ticket.id, ticket);
  }

  remove(id: string): void {
    this.#tickets.delete(id);
    this.#fresh.delete(id);
  }

  /** The tickets of the shown tab, those in danger first whatever the filter. */
  shown(counsellor: string): Ticket[] {
    const { tab, filter } = this;
    const all = [...this.#tickets.values()].filter((one) => isUnder(one, tab, counsellor));
    return all.filter((one) => fits(one, filter) || isDanger(one)).sort(tab === "closed" ? byClosing : byUrgencyThenAge);
  }

  /** Those in danger whom nobody has taken yet. */
  inDanger(): Ticket[] {
    return [...this.#tickets.values()].filter(isDanger).sort(byUrgencyThenAge);
  }

  /** Fetch everything anew: what waits, what is one's own, and what is shown. */
  async reload(): Promise<void> {
    const queries = [...QUERIES.waiting, ...QUERIES.mine, ...this.#queries(this.tab)];
    this.#fresh.clear();
    const pages = await Promise.all(queries.map(getTickets));
    this.#tickets.clear();
    this.#next.clear();
    pages.forEach((page, place) => this.#take(page.tickets, queries[place], page.next));
    for (const ticket of this.#fresh.values()) this.#tickets.set(ticket.id, ticket);
    this.counts = pages[0]?.counts ?? this.counts;
  }

  async loadMore(): Promise<void> {
    const queries = this.#queries(this.tab).filter((query) => this.#next.has(JSON.stringify(query)));
    await Promise.all(
      queries.map(async (query) => {
        const page = await getTickets({ ...query, before: this.#next.get(JSON.stringify(query)) ?? "" });
        this.#take(page.tickets, query, page.next);
      }),
    );
  }

  empty(): void {
    this.#tickets.clear();
    this.#next.clear();
    this.counts = NO_COUNTS;
  }

  #take(tickets: readonly Ticket[], query: TicketQuery | undefined, next: string | null): void {
    for (const ticket of tickets) this.#tickets.set(ticket.id, ticket);
    const name = JSON.stringify(query);
    if (next) this.#next.set(name, next);
    else this.#next.delete(name);
  }

  #queries(tab: Tab): TicketQuery[] {
    return QUERIES[tab].map((query) => ({ ...query, ...this.filter }));
  }
}

/** Put off: the gateway takes the moment away as soon as the ticket comes back. */
export function isSnoozed({ state, snoozed_until: until }: Ticket): boolean {
  return state === "claimed" && !!until;
}

function isDanger(ticket: Ticket): boolean {
  return ticket.priority === "urgent" && ticket.state === "waiting";
}

function isUnder(ticket: Ticket, tab: Tab, counsellor: string): boolean {
  if (tab === "snoozed") return isSnoozed(ticket);
  if (tab === "closed") return ticket.state === "closed";
  if (isSnoozed(ticket)) return false;
  if (tab === "open") return ticket.state !== "closed";
  if (tab === "waiting") return ticket.state === "waiting";
  return ticket.state === "claimed" && ticket.counsellor?.id === counsellor;
}

function fits(ticket: Ticket, { language, centre, area }: Filter): boolean {
  if (language && ticket.language !== language) return false;
  if (centre && ticket.centre?.id !== centre) return false;
  return !area || ticket.area === area;
}

function byUrgencyThenAge(one: Ticket, other: Ticket): number {
  const urgency = Number(other.priority === "urgent") - Number(one.priority === "urgent");
  return urgency || one.waiting_since.localeCompare(other.waiting_since);
}

function byClosing(one: Ticket, other: Ticket): number {
  return (other.closed_at ?? "").localeCompare(one.closed_at ?? "");
}
