// Who sees which part of the desk; the gateway decides again for itself.
import type { Counsellor, Right, Role } from "../shared/wire";

/** The roles that answer residents (api/desk/rights.py). */
const ANSWERING: ReadonlySet<Role> = new Set<Role>(["counsellor", "supervisor", "administrator"]);

export function may(counsellor: Counsellor, right: Right): boolean {
  return counsellor.rights.includes(right);
}

/** Whether somebody else, of whom only the role is told, takes conversations. */
export function answers({ role }: { role: Role }): boolean {
  return ANSWERING.has(role);
}

/** Interpreters have the conversations into which they are invited. */
export function hasTickets(counsellor: Counsellor): boolean {
  return may(counsellor, "read_tickets") || counsellor.role === "interpreter";
}
