// The list of tickets at the start of the desk, under its tabs, narrowed by language, centre and area.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber } from "../shared/format";
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { centreOptions, areaOptions, languageOptions, nameArea, nameMethod } from "./names";
import type { Option } from "./fields";
import { renderFound, renderSearchBox } from "./message-search";
import { type Filter, NO_FILTER, type Tab, TABS } from "./queue";
import { nameAge, nameCentreOf, nameReason, renderLanguage } from "./ticket-words";

/** What was found takes the place of the lists; somebody in danger is shown all the same. */
export function renderQueue(desk: Desk): TemplateResult {
  const isSearch = desk.search.words.trim() !== "";
  return html`<nav class="queue" aria-label=${t("Conversations")}>
    ${renderDanger(desk)} ${renderSearchBox(desk.search)}
    ${isSearch ? renderFound(desk.search, (ticket) => void desk.select(ticket)) : renderLists(desk)}
  </nav>`;
}

function renderLists(desk: Desk): TemplateResult {
  const tickets = desk.shown();
  const { tab, hasMore } = desk.queue;
  return html`<div class="tabs" role="tablist" aria-label=${t("Conversations")} @keydown=${(event: KeyboardEvent) => moveBetweenTabs(event, desk)}>
      ${TABS.map((one) => renderTab(one, desk))}
    </div>
    ${renderFilter(desk)}
    <div class="rows" role="tabpanel" id="rows" aria-labelledby="tab-${tab}" tabindex="-1">
      ${repeat(
        tickets,
        (ticket) => ticket.id,
        (ticket) => renderRow(ticket, desk),
      )}
      ${tickets.length === 0 ? renderNone(tab) : nothing} ${hasMore ? renderMore(desk) : nothing}
    </div>`;
}

function renderDanger(desk: Desk): TemplateResult {
  const first = desk.queue.inDanger()[0];
  return html`<div class="danger-strip" role="alert" data-testid="danger" ?hidden=${!first}>
    ${first
      ? html`<span>${t("Somebody in danger is waiting")}</span>
          <button type="button" class="grave" data-testid="open-danger" @click=${() => void desk.select(first.id)}>${t("Open")}</button>
          ${desk.alarm.isLoud() ? renderSilence(desk) : nothing}`
      : nothing}
  </div>`;
}

function renderSilence(desk: Desk): TemplateResult {
  const silence = (): void => {
    desk.alarm.silence();
    desk.changed();
  };
  return html`<button type="button" class="plain" data-testid="silence" @click=${silence}>${t("Sound off")}</button>`;
}

function renderTab(tab: Tab, desk: Desk): TemplateResult {
  const isChosen = tab === desk.queue.tab;
  const count = countOf(tab, desk);
  return html`<button
    type="button"
    role="tab"
    id="tab-${tab}"
    aria-controls="rows"
    aria-selected=${isChosen ? "true" : "false"}
    tabindex=${isChosen ? 0 : -1}
    data-testid="tab-${tab}"
    @click=${() => void desk.showTab(tab)}
  >
    ${nameTab(tab)} ${count === null ? nothing : html`<span class="count">${formatNumber(count)}</span>`}
  </button>`;
}

function countOf(tab: Tab, { queue: { counts } }: Desk): number | null {
  if (tab === "closed") return null;
  return tab === "open" ? counts.waiting + counts.claimed : counts[tab];
}

function nameTab(tab: Tab): string {
  switch (tab) {
    case "waiting":
      return t("Waiting");
    case "mine":
      return t("Mine");
    case "open":
      return t("All open");
    case "snoozed":
      return t("Put off");
    case "closed":
      return t("Closed");
  }
}

function renderFilter(desk: Desk): TemplateResult {
  const { filter } = desk.queue;
  const active = Object.values(filter).filter(Boolean).length;
  return html`<details class="filter" @toggle=${() => desk.context.centres.length || void desk.context.loadColleagues()}>
    <summary data-testid="filter">${t("Filter")} ${active > 0 ? html`<span class="count">${formatNumber(active)}</span>` : nothing}</summary>
    <div class="filter-fields">
      ${renderChoice(desk, "language", t("Language"), languageOptions())} ${renderChoice(desk, "area", t("Area"), areaOptions())}
      ${renderChoice(desk, "centre", t("Centre"), centreOptions(desk.context.centres))}
      ${active > 0 ? html`<button type="button" class="plain" @click=${() => void desk.showTab(desk.queue.tab, NO_FILTER)}>${t("Show all")}</button>` : nothing}
    </div>
  </details>`;
}

function renderChoice(desk: Desk, name: keyof Filter, label: string, options: readonly Option[]): TemplateResult {
  const chosen = desk.queue.filter[name];
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    void desk.showTab(desk.queue.tab, { ...desk.queue.filter, [name]: value });
  };
  return html`<label class="field">
    <span>${label}</span>
    <span class="select wide"
      ><select data-testid="filter-${name}" @change=${choose}>
        <option value="" .selected=${!chosen}>${t("All")}</option>
        ${options.map((one) => html`<option value=${one.value} lang=${one.language ?? nothing} .selected=${one.value === chosen}>${one.label}</option>`)}
      </select></span
    >
  </label>`;
}

function renderNone(tab: Tab): TemplateResult {
  return html`<p class="none">${tab === "waiting" ? t("Nobody is waiting.") : t("Nothing here.")}</p>`;
}

function renderMore(desk: Desk): TemplateResult {
  return html`<button type="button" class="outlined" data-testid="more" @click=${() => void desk.showMore()}>${t("Show more")}</button>`;
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
      ${desk.unread.has(ticket.id) ? renderUnread() : nothing} ${renderAge(ticket)}
    </span>
    <span class="row-question" dir="auto" lang=${ticket.language}>${question || nameReason(ticket.reason)}</span>
    ${renderFoot(ticket, desk)}
  </button>`;
}

function renderAge(ticket: Ticket): TemplateResult {
  if (ticket.state !== "waiting") return html`<span class="row-age">${nameAge(ticket.closed_at ?? ticket.created_at)}</span>`;
  return html`<waiting-time class="row-age" since=${ticket.waiting_since}></waiting-time>`;
}

/** What tells one ticket from another besides its words: where it came from, what it is about, who has it. */
function renderFoot(ticket: Ticket, desk: Desk): TemplateResult | typeof nothing {
  const holder = ticket.counsellor && ticket.counsellor.id !== desk.counsellor?.id ? ticket.counsellor.name : "";
  const channel = ticket.channel === "web" ? "" : nameMethod(ticket.channel ?? "");
  const words = [channel, nameArea(ticket.area), nameCentreOf(ticket), holder, ...(ticket.tags ?? [])].filter(Boolean);
  if (words.length === 0) return nothing;
  return html`<span class="row-foot">${words.map((word) => html`<bdi>${word}</bdi>`)}</span>`;
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
  const place = TABS.indexOf(desk.queue.tab) + (isMirrored ? -step : step);
  const next = TABS[(place + TABS.length) % TABS.length];
  if (!next) return;
  void desk.showTab(next);
  (event.currentTarget as Element).querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}
