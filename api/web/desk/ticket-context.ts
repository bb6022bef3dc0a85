// What stands beside the open conversation: texts that fit its question, earlier conversations, check lists, colleagues.
import type { AlignedText, Centre, CheckList, Ticket } from "../shared/wire";
import { getCentres, getPeople, type Person } from "./people-gateway";
import { getCheckLists, getRelated, getTexts } from "./ticket-gateway";

export class TicketContext {
  ticket = "";
  texts: readonly AlignedText[] = [];
  related: readonly Ticket[] = [];
  checkLists: readonly CheckList[] = [];
  people: readonly Person[] = [];
  centres: readonly Centre[] = [];
  /** What the texts and lists were fetched for; the same is not fetched again. */
  #known = "";

  constructor(private readonly changed: () => void) {}

  /** Fetch what belongs to a ticket, anew when its area or its last question (by number) is another. */
  async load(ticket: Ticket, question: number): Promise<void> {
    const wanted = [ticket.id, ticket.area, ticket.language, question].join(" ");
    if (wanted === this.#known) return;
    this.#known = wanted;
    if (this.ticket !== ticket.id) this.#clear(ticket.id);
    const [texts, related, checkLists] = await Promise.all([
      orNone(getTexts(ticket.id, ticket.language)),
      orNone(getRelated(ticket.id)),
      ticket.area ? orNone(getCheckLists(ticket.area)) : [],
    ]);
    // Meanwhile another conversation may have been opened.
    if (this.#known !== wanted) return;
    Object.assign(this, { texts, related, checkLists });
    this.changed();
  }

  /** Colleagues and centres change seldom: they are fetched when a form first needs them. */
  async loadColleagues(): Promise<void> {
    const [people, centres] = await Promise.all([
      orNone(getPeople()),
      orNone(getCentres()),
    ]);
    this.people = people.filter((one) => !one.is_disabled).sort((one, other) => one.name.localeCompare(other.name));
    this.centres = centres;
    this.changed();
  }

  #clear(ticket: string): void {
    this.ticket = ticket;
    this.texts = this.related = this.checkLists = [];
  }
}

/** What helps is shown where it can be had; the conversation goes on without it. */
async function orNone<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  return list.catch(() => []);
}
