// The messages of a conversation, then those not sent yet, then who is writing.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { roadSign } from "../shared/icons";
import type { OpenArticle } from "../shared/citations";
import { renderMessage } from "../shared/message-view";
import type { Button, Message } from "../shared/wire";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import type { FileTray } from "./file-tray";
import { renderFiles } from "./file-view";
import { renderUnsent, type UnsentActions } from "./unsent-view";

export interface ListActions extends UnsentActions {
  press: (button: Button) => void;
  openArticle: OpenArticle;
}

export function renderMessageList(
  conversation: ResidentConversation,
  tray: FileTray,
  base: string,
  actions: ListActions,
): TemplateResult {
  const { messages } = conversation.transcript;
  const newest = conversation.outbox.entries.length > 0 ? null : messages.findLast((one) => one.author !== "resident");
  const render = (one: Message): TemplateResult =>
    renderMessage(one, { base, reader: "resident", isNewest: one === newest, ...actions });
  return html`<div class="thread" role="log" aria-live="polite" aria-label=${t("Conversation")}>
      ${repeat(messages, (one) => one.seq, render)}
      ${repeat(
        conversation.outbox.entries,
        (entry) => entry.client_id,
        (entry) => renderUnsent(entry, actions),
      )}
      ${renderFiles(tray)}
    </div>
    <div class="writing-place" role="status">${renderWriting(conversation.isAnswerDue)}</div>`;
}

function renderWriting(isAnswerDue: boolean): TemplateResult | typeof nothing {
  if (!isAnswerDue) return nothing;
  return html`<p class="writing" data-testid="typing">
    ${roadSign}<span class="unseen">${t("The assistant is writing")}</span>
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
  </p>`;
}
