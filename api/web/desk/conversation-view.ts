// The conversation in the middle of the desk: whose it is, who is there, what was said, and the box for the answer.
import { html, nothing, type TemplateResult } from "lit";
import { backIcon } from "../shared/icons";
import type { Present, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { renderTrouble } from "./login-view";
import type { OpenTicket } from "./open-ticket";
import { renderUrgent } from "./queue-view";
import { renderReplyBox, type ReplySetting } from "./reply-view";
import { renderThread } from "./thread-view";
import { renderLanguage } from "./ticket-words";

export interface ConversationSetting extends ReplySetting {
  toggleContext: () => void;
}

export function renderConversation(desk: Desk, setting: ConversationSetting): TemplateResult {
  const { open, openTicket } = desk;
  if (!open || !openTicket) return html`<main class="conversation empty"><p>${open?.trouble || t("Choose a conversation from the list.")}</p></main>`;
  return html`<main class="conversation" aria-label=${t("Conversation")}>
    ${renderHead(desk, openTicket, setting.toggleContext)} ${renderThread(desk, open)}
    <footer class="answering">
      ${open.trouble ? renderTrouble(open.trouble) : nothing} ${renderAnswering(desk, open, openTicket, setting)}
    </footer>
  </main>`;
}

function renderHead(desk: Desk, ticket: Ticket, toggleContext: () => void): TemplateResult {
  return html`<header class="conversation-head">
    <button type="button" class="square plain to-queue" aria-label=${t("Back to the list")} data-testid="to-queue" @click=${() => desk.deselect()}>${backIcon}</button>
    <h2>${renderLanguage(ticket.language)}</h2>
    ${ticket.priority === "urgent" ? renderUrgent() : nothing} ${renderHolder(ticket, desk)} ${renderPresent(ticket, desk)}
    <button type="button" class="plain context-toggle" data-testid="context-toggle" @click=${toggleContext}>${t("Details")}</button>
  </header>`;
}

function renderHolder(ticket: Ticket, desk: Desk): TemplateResult | typeof nothing {
  const { counsellor, state } = ticket;
  if (state === "closed") return html`<span class="tag">${t("Closed")}</span>`;
  if (!counsellor || desk.isMine) return nothing;
  const words = t("With {name}", { name: counsellor.name });
  return html`<span class="tag" data-testid="holder">${words}</span>`;
}

/** Who else has the conversation open. */
function renderPresent(ticket: Ticket, desk: Desk): TemplateResult {
  const others = (ticket.present ?? []).filter((one) => one.id !== desk.counsellor?.id);
  return html`<p class="present" role="status" data-testid="present">${others.map((one) => html`<span>${nameDoing(one)}</span>`)}</p>`;
}

function nameDoing({ name, is_typing: isTyping }: Present): string {
  return isTyping ? t("{name} is typing", { name }) : t("{name} is looking", { name });
}

function renderAnswering(desk: Desk, open: OpenTicket, ticket: Ticket, setting: ConversationSetting): TemplateResult | typeof nothing {
  if (!open.isLoaded || ticket.deleted) return nothing;
  const mayClaim = ticket.state === "waiting" && desk.counsellor?.rights?.includes("answer") !== false;
  return html`${mayClaim ? renderClaim(desk, open) : nothing} ${renderReplyBox(desk, open, setting)}`;
}

function renderClaim(desk: Desk, open: OpenTicket): TemplateResult {
  return html`<button
    type="button"
    class="primary claim"
    data-testid="claim"
    ?disabled=${open.isBusy}
    aria-keyshortcuts="c"
    @click=${() => void desk.claim()}
  >
    ${t("Take this conversation")}
  </button>`;
}
