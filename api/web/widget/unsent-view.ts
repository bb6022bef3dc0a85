// A message of the resident that the gateway has not stored: on its way, waiting, or refused.
import { html, nothing, type TemplateResult } from "lit";
import { renderProse } from "../shared/prose";
import { t } from "../shared/words";
import type { Unsent } from "./outbox";

export interface UnsentActions {
  edit: (entry: Unsent) => void;
  remove: (entry: Unsent) => void;
  retry: () => void;
}

export function renderUnsent(entry: Unsent, actions: UnsentActions): TemplateResult {
  return html`<article
    class="message resident own unsent-message ${entry.delivery}"
    data-testid="message"
    data-author="resident"
    data-kind="text"
    data-delivery=${entry.delivery}
  >
    <p class="speaker unseen">${t("You")}</p>
    <div class="said" dir="auto">${renderProse(entry.text)}</div>
    ${renderDelivery(entry, actions)}
  </article>`;
}

function renderDelivery(entry: Unsent, actions: UnsentActions): TemplateResult | typeof nothing {
  if (entry.delivery === "waiting") return renderWaiting(actions);
  if (entry.delivery === "refused") return renderRefused(entry, actions);
  return nothing;
}

function renderWaiting(actions: UnsentActions): TemplateResult {
  return html`<p class="delivery" data-testid="not-sent">
    <span>${t("Not sent yet. We keep trying.")}</span>
    <button type="button" class="plain small" @click=${actions.retry}>${t("Try now")}</button>
  </p>`;
}

function renderRefused(entry: Unsent, actions: UnsentActions): TemplateResult {
  return html`<p class="delivery refusal" role="alert" data-testid="refused">
    <span><span dir="auto">${entry.detail || t("This message could not be sent.")}</span></span>
    ${entry.payload === undefined ? renderEdit(entry, actions) : nothing}
    <button type="button" class="plain small" @click=${() => actions.remove(entry)}>${t("Remove")}</button>
  </p>`;
}

function renderEdit(entry: Unsent, actions: UnsentActions): TemplateResult {
  return html`<button type="button" class="plain small" @click=${() => actions.edit(entry)}>${t("Edit")}</button>`;
}
