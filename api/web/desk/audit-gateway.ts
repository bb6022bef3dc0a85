// Calls about the log of what was read and changed.
import { call } from "./desk-gateway";
import { query } from "./fields";

export interface AuditEntry {
  id: number;
  at: string;
  counsellor: { id: string; name: string } | null;
  action: string;
  subject_kind: string;
  subject: string;
  details: Record<string, unknown>;
}

export interface AuditQuery {
  who?: string;
  action?: string;
  kind?: string;
  subject?: string;
  since?: string;
  until?: string;
}

export function searchAudit(wanted: AuditQuery, before: number | null): Promise<{ entries: AuditEntry[]; next: number | null }> {
  return call(`/audit${query({ ...wanted, before })}`);
}
