// Where the conversation stands when it is not simply with the assistant, and whether the network is there.
import { html, nothing, type TemplateResult } from "lit";
import { formatNumber } from "../shared/format";
import { personIcon } from "../shared/icons";
import type { Button } from "../shared/wire";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import type { Transcript } from "./transcript";

export function renderStatusBar(
  conversation: ResidentConversation,
  notify: TemplateResult | typeof nothing,
  press: (button: Button) => void,
): TemplateResult {
  return html`<div class="status-place">
    <div role="status">${renderState(conversation.transcript, press)} ${conversation.isReached ? nothing : renderOffline()}</div>
    ${notify}
  </div>`;
}

function renderState(transcript: Transcript, press: (button: Button) => void): TemplateResult | typeof nothing {
  switch (transcript.state) {
    case "waiting":
      return renderQueue(transcript, press);
    case "human":
      return renderCounsellor(transcript.counsellorName);
    case "closed":
      return html`<p class="status closed" data-testid="closed-status">
        ${t("This conversation is closed. Write to start again.")}
      </p>`;
    case "bot":
      return nothing;
  }
}

function renderQueue({ ticket }: Transcript, press: (button: Button) => void): TemplateResult {
  const title = t("Ask the assistant meanwhile");
  return html`<div class="status waiting" data-testid="queue-status">
    ${personIcon}
    <p>
      <strong>${namePlace(ticket?.position ?? null)}</strong>
      <span>${nameWait(ticket?.wait_minutes ?? null)}</span>
    </p>
    <button
      type="button"
      class="outlined small"
      data-testid="assistant-button"
      data-payload="#assistant"
      @click=${() => press({ title, payload: "#assistant" })}
    >
      ${title}
    </button>
  </div>`;
}

function namePlace(position: number | null): string {
  if (position === null) return t("Waiting for a counsellor");
  return t("You are number {position} in the queue", { position: formatNumber(position) });
}

function nameWait(minutes: number | null): string {
  return minutes === null ? "" : t("about {minutes} min", { minutes: formatNumber(minutes) });
}

function renderCounsellor(name: string | null): TemplateResult {
  const words = name ? t("You are talking with {name}", { name }) : t("You are talking with a counsellor");
  return html`<p class="status human" data-testid="human-status">${personIcon}<strong>${words}</strong></p>`;
}

function renderOffline(): TemplateResult {
  return html`<p class="status offline" data-testid="offline-status">${t("No connection. We keep trying.")}</p>`;
}
