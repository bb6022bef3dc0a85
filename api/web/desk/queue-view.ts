// The list of tickets at the start of the desk, under three tabs.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber } from "../shared/format";
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import type { Tab } from "./ticket-list";
import { nameAge, nameReason, renderLanguage } from "./ticket-words";

const TABS: readonly Tab[] = ["waiting", "mine", "closed"];

export function renderQueue(desk: Desk): TemplateResult {
  const tickets = desk.under(desk.tab);
  return html`<nav class="queue" aria-label=${t("Conversations")}>
    <div class="tabs" role="tablist" @keydown=${(event: KeyboardEvent) => moveBetweenTabs(event, desk)}>
      ${TABS.map((tab) => renderTab(tab, desk))}
    </div>
    <div class="rows" role="tabpanel" id="rows" aria-labelledby="tab-${desk.tab}" tabindex="-1">
      ${repeat(
        tickets,
        (ticket) => ticket.id,
        (ticket) => renderRow(ticket, desk),
      )}
      ${tickets.length === 0 ? renderNone(desk.tab) : nothing}
    </div>
  </nav>`;
}

function renderTab(tab: Tab, desk: Desk): TemplateResult {
  const isChosen = tab === desk.tab;
  return html`<button
    type="button"
    role="tab"
    id="tab-${tab}"
    aria-controls="rows"
    aria-selected=${isChosen ? "true" : "false"}
    tabindex=${isChosen ? 0 : -1}
    data-testid="tab-${tab}"
    @click=${() => desk.show(tab)}
  >
    ${nameTab(tab)} ${tab === "closed" ? nothing : renderCount(desk.under(tab).length)}
  </button>`;
}

function renderCount(count: number): TemplateResult {
  return html`<span class="count">${formatNumber(count)}</span>`;
}

function nameTab(tab: Tab): string {
  switch (tab) {
    case "waiting":
      return t("Waiting");
    case "mine":
      return t("Mine");
    case "closed":
      return t("Closed");
  }
}

function renderNone(tab: Tab): TemplateResult {
  return html`<p class="none">${tab === "waiting" ? t("Nobody is waiting.") : t("Nothing here.")}</p>`;
}

function renderRow(ticket: Ticket, desk: Desk): TemplateResult {
  const { question } = ticket.summary;
  return html`<button
    type="button"
    class="row ${ticket.priority}"
    data-testid="ticket-row"
    data-ticket=${ticket.id}
    data-priority=${ticket.priority}
    data-state=${ticket.state}
    aria-current=${desk.open?.id === ticket.id ? "true" : "false"}
    @click=${() => void desk.select(ticket.id)}
  >
    <span class="row-head">
      ${ticket.priority === "urgent" ? renderUrgent() : nothing}
      <span class="row-language">${renderLanguage(ticket.language)}</span>
      ${desk.unread.has(ticket.id) ? renderUnread() : nothing}
      <span class="row-age">${nameAge(ticket.closed_at ?? ticket.created_at)}</span>
    </span>
    <span class="row-question" dir="auto" lang=${ticket.language}>${question || nameReason(ticket.reason)}</span>
  </button>`;
}

export function renderUrgent(): TemplateResult {
  return html`<span class="tag urgent-tag">${t("Urgent")}</span>`;
}

function renderUnread(): TemplateResult {
  return html`<span class="tag new-tag" data-testid="new-messages">${t("New")}</span>`;
}

function moveBetweenTabs(event: KeyboardEvent, desk: Desk): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const isMirrored = getComputedStyle(event.currentTarget as Element).direction === "rtl" && event.key.length > 9;
  const next = TABS[(TABS.indexOf(desk.tab) + (isMirrored ? -step : step) + TABS.length) % TABS.length];
  if (next) desk.show(next);
  (event.currentTarget as Element).querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}
