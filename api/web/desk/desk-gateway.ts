// The counsellors' side of the gateway; the session is a cookie.
import { request } from "../shared/request";
import type { Message, Ticket, TicketState, TicketWithMessages } from "../shared/wire";

const DESK = "/api/v1/desk";
const UPLOAD_MS = 300_000;

export interface Edition {
  number: number;
  title: string;
  file: string;
  added: string;
  review_by: string | null;
  passages: Record<string, number>;
}

/** A centre's guidebook; `current` is the edition that answers, 0 for none. */
export interface LibraryDocument {
  id: string;
  current: number;
  editions: Edition[];
}

/** One notion of the termbase: the form we write, what residents type, what is avoided, by language. */
export interface Term {
  id: string;
  forms: Record<string, string>;
  variants: Record<string, string[]>;
  avoid: Record<string, string[]>;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A call of the desk's part of the gateway. */
export function call<T>(path: string, method: Method = "GET", body?: unknown, timeoutMs?: number): Promise<T> {
  return request<T>(`${DESK}${path}`, { method, body, credentials: "same-origin", timeoutMs });
}

function ticketPath(id: string, action = ""): string {
  return `/tickets/${encodeURIComponent(id)}${action}`;
}

export function signOut(): Promise<void> {
  return call("/session", "DELETE");
}

export async function getTickets(state: TicketState): Promise<Ticket[]> {
  return (await call<{ tickets: Ticket[] }>(`/tickets?state=${state}`)).tickets;
}

export function getTicket(id: string): Promise<TicketWithMessages> {
  return call(ticketPath(id));
}

export async function claimTicket(id: string): Promise<Ticket> {
  return (await call<{ ticket: Ticket }>(ticketPath(id, "/claim"), "POST")).ticket;
}

export async function replyTo(id: string, text: string, clientId: string): Promise<Message> {
  const body = { text, client_id: clientId };
  return (await call<{ message: Message }>(ticketPath(id, "/replies"), "POST", body)).message;
}

export async function closeTicket(id: string, next: "bot" | "closed"): Promise<Ticket> {
  return (await call<{ ticket: Ticket }>(ticketPath(id, "/close"), "POST", { next })).ticket;
}

export async function getDocuments(): Promise<LibraryDocument[]> {
  return (await call<{ documents: LibraryDocument[] }>("/documents")).documents;
}

export function addDocument(form: FormData): Promise<{ document: LibraryDocument; is_new: boolean }> {
  const wanted = new FormData();
  for (const [name, value] of form) if (value) wanted.append(name, value);
  return call("/documents", "POST", wanted, UPLOAD_MS);
}

export async function chooseEdition(id: string, edition: number): Promise<void> {
  await call(`/documents/${encodeURIComponent(id)}/edition?number=${edition}`, "PUT");
}

export async function getTerms(): Promise<Term[]> {
  return (await call<{ terms: Term[] }>("/terms")).terms;
}

export function attachmentUrl(id: string): string {
  return `${DESK}/attachments/${encodeURIComponent(id)}`;
}

export const EVENTS_URL = `${DESK}/events`;
