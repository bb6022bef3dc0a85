// The conversation in the middle of the desk, with the box for the reply.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { renderMessage } from "../shared/message-view";
import type { Message, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import { renderOpenable } from "./attachment-view";
import type { Desk } from "./desk";
import { renderTrouble } from "./login-view";
import type { OpenTicket } from "./open-ticket";
import { renderUrgent } from "./queue-view";
import { renderReach } from "./reach-view";
import { renderLanguage } from "./ticket-words";

export function renderConversation(desk: Desk, toggleContext: () => void): TemplateResult {
  const { open, openTicket } = desk;
  if (!open || !openTicket) return renderNothingOpen();
  const render = (message: Message): TemplateResult =>
    renderMessage(message, { base: location.origin, reader: "counsellor", isNewest: false, renderAttachment: renderOpenable });
  return html`<main class="conversation" aria-label=${t("Conversation")}>
    <header class="conversation-head">
      <h2>${renderLanguage(openTicket.language)}</h2>
      ${openTicket.priority === "urgent" ? renderUrgent() : nothing} ${renderHolder(openTicket, desk)}
      <button type="button" class="plain context-toggle" data-testid="context-toggle" @click=${toggleContext}>${t("Details")}</button>
    </header>
    <div class="view" tabindex="0" role="group" aria-label=${t("Conversation")}>
      <div class="thread" role="log" aria-live="polite" aria-label=${t("Conversation")}>
        ${repeat(open.messages, (one) => one.seq, render)}
      </div>
    </div>
    <footer class="answering">
      ${open.trouble ? renderTrouble(open.trouble) : nothing} ${renderAnswering(desk, open, openTicket)}
    </footer>
  </main>`;
}

function renderNothingOpen(): TemplateResult {
  return html`<main class="conversation empty"><p>${t("Choose a conversation from the list.")}</p></main>`;
}

function renderHolder(ticket: Ticket, desk: Desk): TemplateResult | typeof nothing {
  const { counsellor, state } = ticket;
  if (state === "closed") return html`<span class="tag">${t("Closed")}</span>`;
  if (!counsellor || desk.isMine) return nothing;
  const words = t("With {name}", { name: counsellor.name });
  return html`<span class="tag" data-testid="holder">${words}</span>`;
}

function renderAnswering(desk: Desk, open: OpenTicket, ticket: Ticket): TemplateResult | typeof nothing {
  if (ticket.state === "waiting") return renderClaim(desk, open);
  return desk.isMine ? renderReplyBox(desk, open) : nothing;
}

function renderClaim(desk: Desk, open: OpenTicket): TemplateResult {
  return html`<button
    type="button"
    class="primary claim"
    data-testid="claim"
    ?disabled=${open.isSending}
    @click=${() => void desk.claim()}
  >
    ${t("Take this conversation")}
  </button>`;
}

function renderReplyBox(desk: Desk, open: OpenTicket): TemplateResult {
  return html`${renderReach(open.reach)}
  <form class="reply" @submit=${(event: Event) => submit(event, desk)}>
    <label class="unseen" for="reply">${t("Your reply")}</label>
    <textarea
      id="reply"
      data-testid="reply-box"
      rows="3"
      dir="auto"
      placeholder=${t("Write your reply")}
      .value=${open.draft.text}
      @input=${(event: Event) => open.write((event.target as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => sendOnShortcut(event, desk)}
    ></textarea>
    <div class="reply-actions">
      <button type="button" class="outlined" data-testid="close-to-bot" ?disabled=${open.isSending} @click=${() => void desk.close("bot")}>
        ${t("Give back to the assistant")}
      </button>
      <button type="button" class="outlined" data-testid="close" ?disabled=${open.isSending} @click=${() => void desk.close("closed")}>
        ${t("Close conversation")}
      </button>
      <span class="hint">${t("Ctrl+Enter sends")}</span>
      <button type="submit" class="primary" data-testid="send-reply" ?disabled=${open.isSending}>${t("Send")}</button>
    </div>
  </form>`;
}

function submit(event: Event, desk: Desk): void {
  event.preventDefault();
  void desk.reply();
}

function sendOnShortcut(event: KeyboardEvent, desk: Desk): void {
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void desk.reply();
}
