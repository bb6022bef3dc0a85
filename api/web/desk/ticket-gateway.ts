// What the desk asks and does about tickets, in the order of the HTTP contract.
import type { CheckList, Counsellor, Difference, FoundMessage, Message, Note, Outcome, Ticket, TicketPage, TicketWithMessages, AlignedText } from "../shared/wire";
import { call } from "./desk-gateway";

export type ListedState = "waiting" | "claimed" | "closed" | "snoozed";

/** Which tickets; what is empty narrows nothing. */
export interface TicketQuery {
  state: ListedState;
  mine?: boolean;
  centre?: string;
  language?: string;
  area?: string;
  before?: string;
}

/** Whom or where a ticket is passed on to. */
export interface Transfer {
  counsellor?: string;
  centre?: string;
  note: string;
}

/** A text of the guidebook or the manual that is to be sent in the resident's language. */
export interface TextChoice {
  kind: "article" | "reply";
  id: string;
  section: string | null;
  variables: Record<string, string>;
}

function path(id: string, action = ""): string {
  return `/tickets/${encodeURIComponent(id)}${action}`;
}

function query(values: object): string {
  const wanted = Object.entries(values).filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return new URLSearchParams(wanted.map(([name, value]) => [name, String(value)])).toString();
}

async function change(id: string, action: string, body?: unknown): Promise<Ticket> {
  return (await call<{ ticket: Ticket }>(path(id, action), "POST", body)).ticket;
}

export function getTickets(wanted: TicketQuery): Promise<TicketPage> {
  return call(`/tickets?${query(wanted)}`);
}

export function getTicket(id: string): Promise<TicketWithMessages> {
  return call(path(id));
}

/** The messages before one, as many as fit on a page. */
export async function getMessagesBefore(id: string, seq: number): Promise<Message[]> {
  return (await call<{ messages: Message[] }>(path(id, `/messages?before=${seq}`))).messages;
}

export function claimTicket(id: string): Promise<Ticket> {
  return change(id, "/claim");
}

export function releaseTicket(id: string, note: string): Promise<Ticket> {
  return change(id, "/release", note ? { note } : {});
}

export function transferTicket(id: string, transfer: Transfer): Promise<Ticket> {
  return change(id, "/transfer", transfer);
}

export function takeOverTicket(id: string, note: string): Promise<Ticket> {
  return change(id, "/take-over", { note });
}

export function snoozeTicket(id: string, until: string): Promise<Ticket> {
  return change(id, "/snooze", { until });
}

export function promiseCall(id: string, at: string): Promise<Ticket> {
  return change(id, "/callback", { at });
}

export function closeTicket(id: string, next: "bot" | "closed", outcome: Outcome | null): Promise<Ticket> {
  return change(id, "/close", outcome ? { next, outcome } : { next });
}

export function setTopic(id: string, area: string, article: string | null): Promise<Ticket> {
  return change(id, "/topic", article ? { area, article } : { area });
}

export function setBridges(id: string, bridges: readonly string[]): Promise<Ticket> {
  return change(id, "/languages", { bridges });
}

export async function setTags(id: string, tags: readonly string[]): Promise<Ticket> {
  return (await call<{ ticket: Ticket }>(path(id, "/tags"), "PUT", { tags })).ticket;
}

export function tellPresence(id: string, isTyping: boolean): Promise<void> {
  return call(path(id, "/presence"), "POST", { is_typing: isTyping });
}

export async function sendReply(id: string, text: string, clientId: string): Promise<Message> {
  return (await call<{ message: Message }>(path(id, "/replies"), "POST", { text, client_id: clientId })).message;
}

export async function sendNote(id: string, text: string, mentions: readonly string[], clientId: string): Promise<Note> {
  return (await call<{ note: Note }>(path(id, "/notes"), "POST", { text, mentions, client_id: clientId })).note;
}

export async function sendText(id: string, choice: TextChoice, clientId: string): Promise<Message> {
  return (await call<{ message: Message }>(path(id, "/texts"), "POST", { ...choice, client_id: clientId })).message;
}

/** A draft by machine in another language; refused with 409 where translation is off. */
export function translateDraft(id: string, text: string, to: string): Promise<{ text: string; differences: Difference[] }> {
  return call(path(id, "/translation"), "POST", { text, to });
}

export async function inviteGuest(id: string, counsellor: string): Promise<void> {
  await call(path(id, "/guests"), "POST", { counsellor });
}

export async function dismissGuest(id: string, counsellor: string): Promise<void> {
  await call(path(id, `/guests/${encodeURIComponent(counsellor)}`), "DELETE");
}

export async function getRelated(id: string): Promise<Ticket[]> {
  return (await call<{ tickets: Ticket[] }>(path(id, "/related"))).tickets;
}

/** Texts that fit some Korean words, or without them those that the resident's last question matched. */
export async function getTexts(ticket: string, to: string, words = ""): Promise<AlignedText[]> {
  return (await call<{ texts: AlignedText[] }>(`/texts?${query({ ticket, to, q: words })}`)).texts;
}

/** Messages that hold some words, in pages; `before` is the `next` of the page before. */
export function findMessages(words: string, before: number | null): Promise<{ found: FoundMessage[]; next: number | null }> {
  return call(`/search?${query({ q: words, before: before ?? undefined })}`);
}

export async function getCheckLists(area: string): Promise<CheckList[]> {
  return (await call<{ check_lists: CheckList[] }>(`/manual?${query({ area })}`)).check_lists;
}

export async function setAvailability(isAvailable: boolean): Promise<Counsellor> {
  return (await call<{ counsellor: Counsellor }>("/availability", "PUT", { is_available: isAvailable })).counsellor;
}
