// The round button that opens the chat on another site, and the small one that leads to new messages.
import { html, nothing, type TemplateResult } from "lit";
import { closeIcon, downIcon, roadSign } from "../shared/icons";
import { formatNumber } from "../shared/format";
import { t } from "../shared/words";

export function renderBubble(isOpen: boolean, unread: number, toggle: () => void): TemplateResult {
  const label = isOpen ? t("Close chat") : t("Open chat: advice for life in Seoul");
  return html`<button
    type="button"
    class="bubble-button ${isOpen ? "open" : ""}"
    data-testid="bubble"
    aria-expanded=${isOpen ? "true" : "false"}
    aria-label=${label}
    @click=${toggle}
  >
    ${isOpen ? closeIcon : roadSign} ${unread > 0 ? renderUnread(unread) : nothing}
  </button>`;
}

function renderUnread(unread: number): TemplateResult {
  return html`<span class="unread" data-testid="unread">
    ${formatNumber(unread)}<span class="unseen"> ${t("New messages")}</span>
  </span>`;
}

export function renderNewMessages(show: () => void): TemplateResult {
  return html`<div class="new-messages">
    <button type="button" class="primary small" data-testid="new-messages" @click=${show}>
      ${downIcon}<span>${t("New messages")}</span>
    </button>
  </div>`;
}
