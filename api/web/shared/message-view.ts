// One message: who speaks, what is said, where it comes from and what can be pressed.
import { html, nothing, type TemplateResult } from "lit";
import { renderCitations } from "./citations";
import { formatMoment } from "./format";
import { roadSign } from "./icons";
import { directionOf } from "./languages";
import { renderProse } from "./prose";
import type { Button, Citation, Message } from "./wire";
import { t } from "./words";

export interface MessageSetting {
  base: string;
  /** Whose screen this is; their own words stand at the end of the line. */
  reader: "resident" | "counsellor";
  /** The newest message has the buttons that matter. */
  isNewest: boolean;
  press?: (button: Button) => void;
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
    <div class="said" lang=${message.language || nothing} dir=${readDirection(message)}>${renderProse(message.text)}</div>
    ${renderCitations(listShown(message), setting.base)}
    ${renderButtons(message, setting)}
    <time class="moment" dir="auto" datetime=${message.created_at}>${formatMoment(message.created_at)}</time>
  </article>`;
}

function renderSpeaker(message: Message, own: boolean): TemplateResult {
  const sign = message.author === "bot" ? roadSign : nothing;
  return html`<p class="speaker ${own ? "unseen" : ""}">${sign}<span><bdi>${nameSpeaker(message, own)}</bdi> ${nameRole(message)}</span></p>`;
}

/** Choices quote their first article only; the others have buttons. */
function listShown({ citations, kind }: Message): Citation[] {
  return (citations ?? []).slice(0, kind === "choices" ? 1 : undefined);
}

function nameSpeaker(message: Message, own: boolean): string {
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
