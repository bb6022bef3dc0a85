// Calls about counselling records, their referral packs, and the reports made of them.
import { call } from "./desk-gateway";
import { query } from "./fields";

export interface CaseRecord {
  id: string | null;
  ticket: string | null;
  person: string;
  counsellor: { id: string; name: string } | null;
  centre: string | null;
  area: string;
  article: string | null;
  method: string;
  language: string;
  nationality: string | null;
  stay_status: string | null;
  outcome: string;
  referred_to: string | null;
  follow_up_on: string | null;
  expert: string | null;
  text: string;
  consented_at: string | null;
  consulted_on: string;
}

/** What of a record is written by hand. */
export type RecordForm = Pick<
  CaseRecord,
  | "centre"
  | "area"
  | "article"
  | "language"
  | "nationality"
  | "stay_status"
  | "outcome"
  | "referred_to"
  | "follow_up_on"
  | "expert"
  | "text"
  | "consulted_on"
> & { method?: string; person?: string };

export interface RecordQuery {
  since?: string;
  until?: string;
  centre?: string;
  area?: string;
  language?: string;
  method?: string;
  q?: string;
}

export interface RecordPage {
  records: CaseRecord[];
  next: string | null;
}

function recordPath(id: string, action = ""): string {
  return `/records/${encodeURIComponent(id)}${action}`;
}

function ticketRecordPath(ticket: string): string {
  return `/tickets/${encodeURIComponent(ticket)}/record`;
}

/** The record of a ticket; one that is not saved yet is filled in as far as the ticket tells. */
export async function getTicketRecord(ticket: string): Promise<CaseRecord> {
  return (await call<{ record: CaseRecord }>(ticketRecordPath(ticket))).record;
}

export async function saveTicketRecord(ticket: string, form: RecordForm): Promise<CaseRecord> {
  return (await call<{ record: CaseRecord }>(ticketRecordPath(ticket), "PUT", form)).record;
}

export function getRecords(wanted: RecordQuery, before?: string | null): Promise<RecordPage> {
  return call(`/records${query({ ...wanted, before })}`);
}

export async function getFollowUps(until: string): Promise<CaseRecord[]> {
  return (await call<{ records: CaseRecord[] }>(`/records/follow-ups${query({ until })}`)).records;
}

export async function addRecord(form: RecordForm): Promise<CaseRecord> {
  return (await call<{ record: CaseRecord }>("/records", "POST", form)).record;
}

export async function changeRecord(id: string, form: RecordForm): Promise<CaseRecord> {
  return (await call<{ record: CaseRecord }>(recordPath(id), "PUT", form)).record;
}

export async function noteConsent(id: string, given: boolean): Promise<CaseRecord> {
  return (await call<{ record: CaseRecord }>(recordPath(id, "/consent"), "PUT", { given })).record;
}

export function referralPackUrl(id: string, to: string): string {
  return `/api/v1/desk${recordPath(id, "/referral-pack.pdf")}${query({ to })}`;
}
