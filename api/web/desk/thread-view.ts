// The conversation as counsellors see it: messages with their translations, private notes between, and what is on its way.
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { formatMoment } from "../shared/format";
import { renderMessage } from "../shared/message-view";
import { renderProse } from "../shared/prose";
import type { Message, Note } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import { renderOpenable } from "./attachment-view";
import type { Desk } from "./desk";
import { isNote, type OpenTicket } from "./open-ticket";
import type { Unsent } from "./outbox";
import { renderTranslation } from "./translation-view";

export function renderThread(desk: Desk, open: OpenTicket): TemplateResult {
  return html`<div class="view" tabindex="0" role="group" aria-label=${t("Conversation")} data-testid="view">
    ${open.hasEarlier ? renderMore(desk, open) : nothing}
    <div class="thread" role="log" aria-live="polite" aria-label=${t("Conversation")}>
      ${repeat(
        open.timeline,
        (entry) => entry.id,
        // Long conversations are drawn again only where something has changed.
        (entry) => guard([entry, spokenLanguage()], () => renderEntry(entry)),
      )}
      ${desk.unsent.map((item) => renderUnsent(item, desk))}
    </div>
  </div>`;
}

function renderMore(desk: Desk, open: OpenTicket): TemplateResult {
  return html`<p class="line">
    <button type="button" class="outlined" data-testid="earlier" ?disabled=${open.isBusy} @click=${(event: Event) => void showEarlier(desk, event)}>${t("Show more")}</button>
  </p>`;
}

/** What was read stays where it is, whatever is put above it. */
async function showEarlier(desk: Desk, event: Event): Promise<void> {
  const view = (event.currentTarget as HTMLElement).closest(".view");
  const fromEnd = view ? view.scrollHeight - view.scrollTop : 0;
  await desk.showEarlier();
  requestAnimationFrame(() => view && (view.scrollTop = view.scrollHeight - fromEnd));
}

function renderEntry(entry: Message | Note): TemplateResult {
  if (isNote(entry)) return renderNote(entry);
  const message = renderMessage(entry, { base: location.origin, reader: "counsellor", isNewest: false, renderAttachment: renderOpenable });
  if (!entry.translation || entry.removed) return message;
  return html`<div class="translated ${entry.author === "counsellor" ? "own" : ""}">${message}${renderTranslation(entry.translation)}</div>`;
}

export function renderNote(note: Note): TemplateResult {
  return html`<article class="note" data-testid="note">
    <p class="note-head"><bdi>${note.counsellor.name}</bdi> · ${t("Only counsellors see this")}</p>
    <div class="note-text" dir="auto">${renderProse(note.text)}</div>
    <time class="moment" dir="auto" datetime=${note.created_at}>${formatMoment(note.created_at)}</time>
  </article>`;
}

function renderUnsent(item: Unsent, desk: Desk): TemplateResult {
  const side = item.kind === "note" ? "note" : "message counsellor own";
  return html`<article class="${side} unsent" data-testid="unsent" data-kind=${item.kind}>
    <div class="said" dir="auto" lang=${item.language ?? nothing}>${renderProse(item.text)}</div>
    ${item.refusal ? renderRefused(item, desk) : html`<p class="moment">${t("Being sent")}</p>`}
  </article>`;
}

function renderRefused(item: Unsent, desk: Desk): TemplateResult {
  return html`<p class="trouble" role="alert">${item.refusal}</p>
    <p class="line">
      <button type="button" class="plain" data-testid="edit-unsent" @click=${() => desk.recall(item, true)}>${t("Edit")}</button>
      <button type="button" class="plain" data-testid="remove-unsent" @click=${() => desk.recall(item, false)}>${t("Remove")}</button>
    </p>`;
}
