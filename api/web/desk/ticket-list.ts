// All tickets the desk knows, and the three ways of looking at them.
import type { Ticket } from "../shared/wire";

export type Tab = "waiting" | "mine" | "closed";

export class TicketList {
  #tickets = new Map<string, Ticket>();

  replace(tickets: readonly Ticket[]): void {
    this.#tickets = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  }

  put(ticket: Ticket): void {
    this.#tickets.set(ticket.id, ticket);
  }

  find(id: string | null): Ticket | null {
    return (id && this.#tickets.get(id)) || null;
  }

  under(tab: Tab, counsellorId: string): Ticket[] {
    const all = [...this.#tickets.values()];
    switch (tab) {
      case "waiting":
        return all.filter((one) => one.state === "waiting").sort(byUrgencyThenAge);
      case "mine":
        return all.filter((one) => one.state === "claimed" && one.counsellor?.id === counsellorId).sort(byUrgencyThenAge);
      case "closed":
        return all.filter((one) => one.state === "closed").sort(byClosingLatestFirst);
    }
  }
}

function byUrgencyThenAge(one: Ticket, other: Ticket): number {
  const urgency = Number(other.priority === "urgent") - Number(one.priority === "urgent");
  return urgency || one.created_at.localeCompare(other.created_at);
}

function byClosingLatestFirst(one: Ticket, other: Ticket): number {
  return (other.closed_at ?? "").localeCompare(one.closed_at ?? "");
}
