// What a counsellor should know before answering: what the conversation is about, which texts fit, what came before.
import { html, nothing, type TemplateResult } from "lit";
import { formatMoment, formatNumber } from "../shared/format";
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";
import { renderActions } from "./context-actions";
import { renderCheckLists, renderMatchedTexts, renderRelated, renderTags } from "./context-parts";
import type { Desk } from "./desk";
import { nameArea, nameMethod, nameOutcome } from "./names";
import { isSnoozed } from "./queue";
import { nameAge, nameCentreOf, nameLanguages, nameReason, renderLanguage } from "./ticket-words";
import type { OpenWindow } from "./windows";

export interface ContextSetting {
  isShown: boolean;
  hide: () => void;
  openWindow: OpenWindow;
  /** Opens the case record of a ticket. */
  openRecord: (ticket: string) => void;
}

export function renderContext(desk: Desk, setting: ContextSetting): TemplateResult | typeof nothing {
  const { openTicket: ticket } = desk;
  if (!ticket || !desk.open) return nothing;
  const { question, answer } = ticket.summary;
  return html`<aside class="context ${setting.isShown ? "shown" : ""}" aria-label=${t("Details")} data-testid="context">
    <button type="button" class="plain context-hide" @click=${setting.hide}>${t("Hide details")}</button>
    ${ticket.deleted ? html`<p role="status" data-testid="deleted">${t("The resident has deleted this conversation.")}</p>` : nothing}
    ${renderFacts(ticket)} ${renderActions(desk, ticket, setting)} ${question ? renderQuote(t("Question"), question, ticket.language) : nothing}
    ${renderMatchedTexts(desk, setting)} ${renderIntake(ticket)} ${renderCheckLists(desk, ticket)} ${renderTags(desk, ticket)} ${renderRelated(desk)}
    ${answer ? renderQuote(t("What the assistant answered"), answer, ticket.language) : nothing}
  </aside>`;
}

function renderFacts(ticket: Ticket): TemplateResult {
  const { callback_at: callback, snoozed_until: until, expected_wait: wait, outcome, counsellor, visitor } = ticket;
  const since = ticket.state === "waiting" ? ticket.waiting_since : ticket.created_at;
  return html`<dl>
    <dt>${t("Reason")}</dt>
    <dd class=${ticket.priority}>${nameReason(ticket.reason)}</dd>
    <dt>${t("Language")}</dt>
    <dd>${renderLanguage(ticket.language)}${ticket.bridges?.length ? html` <span class="quiet">(${nameLanguages(ticket.bridges)})</span>` : nothing}</dd>
    ${ticket.channel ? renderFact(t("Channel"), nameMethod(ticket.channel)) : nothing}
    ${renderFact(t("Topic"), [nameArea(ticket.area), ticket.article?.title].filter(Boolean).join(" · "))} ${renderFact(t("Centre"), nameCentreOf(ticket))}
    <dt>${ticket.state === "waiting" ? t("Waiting since") : t("Asked at")}</dt>
    <dd><bdi>${formatMoment(since)}</bdi> <bdi class="quiet">(${nameAge(since)})</bdi></dd>
    ${wait === null || wait === undefined || ticket.state !== "waiting" ? nothing : renderFact(t("Expected wait"), t("{minutes} min", { minutes: formatNumber(wait) }))}
    ${renderFact(t("Counsellor"), counsellor?.name)} ${renderFact(t("Outcome"), outcome && nameOutcome(outcome))}
    ${callback ? renderFact(t("Call back at"), formatMoment(callback)) : nothing} ${until && isSnoozed(ticket) ? renderFact(t("Put off until"), formatMoment(until)) : nothing}
    ${renderFact(t("Visitor"), visitor?.name)} ${renderFact(t("Reference"), visitor?.reference)}
  </dl>`;
}

function renderFact(title: string, words: string | null | undefined): TemplateResult | typeof nothing {
  if (!words) return nothing;
  return html`<dt>${title}</dt>
    <dd><bdi>${words}</bdi></dd>`;
}

function renderIntake({ summary: { intake }, language }: Ticket): TemplateResult | typeof nothing {
  if (!intake) return nothing;
  return html`${intake.tried ? renderQuote(t("Tried so far"), intake.tried, language) : nothing}
  ${intake.reach ? renderQuote(t("How to reach them"), intake.reach, language) : nothing}`;
}

function renderQuote(title: string, text: string, language: string): TemplateResult {
  return html`<h3>${title}</h3>
    <blockquote dir="auto" lang=${language}>${text}</blockquote>`;
}
