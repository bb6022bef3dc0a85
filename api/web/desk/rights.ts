// Who sees which part of the desk; the gateway decides again for itself.
import type { Counsellor, Right } from "../shared/wire";

export function may(counsellor: Counsellor, right: Right): boolean {
  return counsellor.rights.includes(right);
}

/** Interpreters have the conversations into which they are invited. */
export function hasTickets(counsellor: Counsellor): boolean {
  return may(counsellor, "read_tickets") || counsellor.role === "interpreter";
}
