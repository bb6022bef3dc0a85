// The buttons that do something with the open ticket: only those that its state and one's rights allow.
import { html, nothing, type TemplateResult } from "lit";
import { closeIcon } from "../shared/icons";
import type { Colleague, Right, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { ContextSetting } from "./context-view";
import type { Desk } from "./desk";
import { dismissGuest } from "./ticket-gateway";
import type { WindowName } from "./windows";

export function renderActions(desk: Desk, ticket: Ticket, setting: ContextSetting): TemplateResult {
  const names = listActions(desk, ticket);
  const mayKeep = mayI(desk, "keep_records") && ticket.state !== "waiting";
  return html`<div class="ticket-actions" role="group" aria-label=${t("Actions")}>
      ${names.map((name) => html`<button type="button" class="outlined" data-testid="do-${name}" @click=${() => setting.openWindow(name)}>${nameAction(name)}</button>`)}
      ${mayKeep ? renderRecord(ticket, setting) : nothing}
    </div>
    ${renderGuests(desk, ticket)}`;
}

function listActions(desk: Desk, ticket: Ticket): WindowName[] {
  if (desk.isMine) return ["transfer", "release", "snooze", "callback", "invite", "topic", "bridges"];
  if (ticket.state === "waiting" && mayI(desk, "answer")) return ["topic", "bridges"];
  return ticket.state === "claimed" && mayI(desk, "take_over") ? ["take-over", "transfer"] : [];
}

function mayI(desk: Desk, right: Right): boolean {
  return desk.counsellor?.rights?.includes(right) ?? false;
}

function nameAction(name: WindowName): string {
  switch (name) {
    case "transfer":
      return t("Pass on");
    case "release":
      return t("Put back");
    case "snooze":
      return t("Put off");
    case "callback":
      return t("Call back");
    case "invite":
      return t("Invite an interpreter");
    case "topic":
      return t("Topic");
    case "bridges":
      return t("Other languages");
    case "take-over":
      return t("Take over");
    default:
      return name;
  }
}

function renderRecord(ticket: Ticket, setting: ContextSetting): TemplateResult {
  return html`<button type="button" class="outlined" data-testid="do-record" @click=${() => setting.openRecord(ticket.id)}>
    ${ticket.record ? t("Case record") : t("Write the case record")}
  </button>`;
}

function renderGuests(desk: Desk, ticket: Ticket): TemplateResult | typeof nothing {
  const guests = ticket.guests ?? [];
  if (guests.length === 0) return nothing;
  const dismiss = (guest: string): void =>
    void desk.act(async (open) => {
      await dismissGuest(open.id, guest);
      await desk.load(open);
    });
  return html`<h3>${t("Invited")}</h3>
    <ul class="chips" data-testid="guests">
      ${guests.map((one) => renderGuest(one, desk.isMine || one.id === desk.counsellor?.id, dismiss))}
    </ul>`;
}

function renderGuest({ id, name }: Colleague, mayLeave: boolean, dismiss: (guest: string) => void): TemplateResult {
  const words = t("Let {name} leave", { name });
  return html`<li class="chip">
    <bdi>${name}</bdi>
    ${mayLeave ? html`<button type="button" class="square plain" aria-label=${words} @click=${() => dismiss(id)}>${closeIcon}</button>` : nothing}
  </li>`;
}
