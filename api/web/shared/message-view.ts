// One message: who speaks, what is said, where it comes from and what can be pressed.
import { html, nothing, type TemplateResult } from "lit";
import { renderAttachment } from "./attachment-view";
import { type OpenArticle, renderCitations } from "./citations";
import { formatMoment } from "./format";
import { roadSign } from "./icons";
import { directionOf } from "./languages";
import { renderProse } from "./prose";
import type { Attachment, Button, Citation, Message } from "./wire";
import { t } from "./words";

export interface MessageSetting {
  base: string;
  /** Whose screen this is; their own words stand at the end of the line. */
  reader: "resident" | "counsellor";
  /** The newest message has the buttons that matter. */
  isNewest: boolean;
  press?: (button: Button) => void;
  /** Opens an article beside the messages; without it articles open in a new tab. */
  openArticle?: OpenArticle;
  /** Shows a photo or document; without it there is a tile that cannot be opened. */
  renderAttachment?: (attachment: Attachment) => TemplateResult;
}

export function renderMessage(message: Message, setting: MessageSetting): TemplateResult {
  const own = message.author === setting.reader;
  return html`<article
    class="message ${message.author} ${own ? "own" : "other"} ${setting.isNewest ? "newest" : "older"}"
    data-testid="message"
    data-author=${message.author}
    data-kind=${message.kind}
    data-seq=${message.seq}
  >
    ${renderSpeaker(message, own)}
    <div class="said" lang=${(!message.removed && message.language) || nothing} dir=${readDirection(message)}>${renderSaid(message, setting)}</div>
    ${renderCitations(listShown(message), setting.base, setting.openArticle)}
    ${renderButtons(message, setting)}
    <time class="moment" dir="auto" datetime=${message.created_at}>${formatMoment(message.created_at)}</time>
  </article>`;
}

export function writeRemoved(): string {
  return t("This message was taken back.");
}

/** Leave of messages that were taken back only where they stood. */
export function removeMessages(messages: Message[], removed: readonly number[] = []): Message[] {
  if (removed.length === 0) return messages;
  return messages.map((one) => (removed.includes(one.seq) ? { ...one, text: "", attachment: null, removed: true } : one));
}

/** What a file is, each reader is told in their own words instead of the resident's. */
function renderSaid(message: Message, setting: MessageSetting): TemplateResult | TemplateResult[] {
  if (message.removed) return html`<p dir="auto" data-testid="removed">${writeRemoved()}</p>`;
  if (!message.attachment) return renderProse(message.text);
  return (setting.renderAttachment ?? renderAttachment)(message.attachment);
}

function renderSpeaker(message: Message, own: boolean): TemplateResult {
  const sign = message.author === "bot" ? roadSign : nothing;
  return html`<p class="speaker ${own ? "unseen" : ""}">${sign}<span><bdi>${nameSpeaker(message, own)}</bdi> ${nameRole(message)}</span></p>`;
}

/** Choices quote their first article only; the others have buttons. */
function listShown({ citations, kind }: Message): Citation[] {
  return (citations ?? []).slice(0, kind === "choices" ? 1 : undefined);
}

export function nameSpeaker(message: Message, own: boolean): string {
  if (own && message.author === "resident") return t("You");
  switch (message.author) {
    case "resident":
      return t("Resident");
    case "bot":
      return t("Assistant");
    case "counsellor":
      return message.name || t("Counsellor");
    case "system":
      return t("Notice");
  }
}

function nameRole(message: Message): TemplateResult | typeof nothing {
  if (message.author !== "counsellor" || !message.name) return nothing;
  return html`<span class="role">${t("Counsellor")}</span>`;
}

function renderButtons(message: Message, setting: MessageSetting): TemplateResult | typeof nothing {
  const buttons = message.buttons ?? [];
  const { press } = setting;
  if (buttons.length === 0 || !press) return nothing;
  return html`<div class="buttons">
    ${buttons.map((button) => renderButton(button, message.language, press))}
  </div>`;
}

function renderButton(button: Button, language: string | null, press: (button: Button) => void): TemplateResult {
  return html`<button
    type="button"
    class="outlined"
    lang=${language || nothing}
    dir="auto"
    data-testid="button"
    data-payload=${button.payload}
    @click=${() => press(button)}
  >
    ${button.title}
  </button>`;
}

/** Ours is written in the language it names; people write as they like. */
function readDirection(message: Message): "auto" | "rtl" | "ltr" {
  const ours = message.author === "bot" || message.author === "system";
  return ours && message.language ? directionOf(message.language) : "auto";
}
