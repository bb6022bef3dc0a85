// The box below a conversation: a reply for the resident, or a note that only colleagues see.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { type DraftTranslation, renderDraftTranslation } from "./draft-translation";
import type { Mode, OpenTicket } from "./open-ticket";
import { renderReach } from "./reach-view";
import type { OpenWindow } from "./windows";

export interface ReplySetting {
  openWindow: OpenWindow;
  translation: DraftTranslation;
}

/** Whoever may not answer may still leave a note. */
export function renderReplyBox(desk: Desk, open: OpenTicket, setting: ReplySetting): TemplateResult {
  const { mode, mayAnswer } = desk;
  return html`${mode === "reply" ? renderReach(open.reach) : nothing}
    <form class="reply ${mode}" @submit=${(event: Event) => submit(event, desk, mode)}>
      ${desk.mayWrite ? renderModes(desk, mode) : nothing} ${renderBox(desk, open, mode, setting)}
      ${mode === "reply" && mayAnswer ? renderDraftTranslation(desk, setting.translation) : nothing} ${renderActions(desk, mode, setting)}
    </form>`;
}

function renderModes(desk: Desk, chosen: Mode): TemplateResult {
  const names: Record<Mode, string> = { reply: t("Reply"), note: t("Private note") };
  return html`<div class="modes" role="group" aria-label=${t("What you write")}>
    ${(Object.keys(names) as Mode[]).map(
      (mode) => html`<button type="button" class="plain" aria-pressed=${mode === chosen ? "true" : "false"} data-testid="mode-${mode}" @click=${() => turn(desk, mode)}>${names[mode]}</button>`,
    )}
  </div>`;
}

function turn(desk: Desk, mode: Mode): void {
  desk.open?.turnTo(mode);
  desk.changed();
}

function renderBox(desk: Desk, open: OpenTicket, mode: Mode, setting: ReplySetting): TemplateResult {
  const name = mode === "reply" ? t("Your reply") : t("Private note");
  const write = (event: Event): void => {
    if (open.mode !== mode) open.turnTo(mode);
    open.write((event.target as HTMLTextAreaElement).value);
    desk.presence.typed();
    desk.changed();
  };
  return html`<label class="unseen" for="reply">${name}</label>
    <textarea
      id="reply"
      data-testid="reply-box"
      rows="3"
      dir="auto"
      placeholder=${mode === "reply" ? t("Write your reply. / brings texts") : t("Write a note for colleagues")}
      .value=${open.mode === mode ? open.text : ""}
      @input=${write}
      @keydown=${(event: KeyboardEvent) => hearKey(event, desk, mode, setting)}
    ></textarea>`;
}

function renderActions(desk: Desk, mode: Mode, setting: ReplySetting): TemplateResult {
  return html`<div class="reply-actions">
    ${mode === "reply" ? renderTexts(setting) : renderMention(desk)}
    ${desk.isMine
      ? html`<button type="button" class="outlined" data-testid="end" aria-keyshortcuts="e" @click=${() => setting.openWindow("close")}>${t("Close conversation")}</button>`
      : nothing}
    <span class="hint">${t("Ctrl+Enter sends")}</span>
    <button type="submit" class="primary" data-testid="send-reply" ?disabled=${!maySend(desk, mode)}>${mode === "reply" ? t("Send") : t("Save the note")}</button>
  </div>`;
}

function renderTexts(setting: ReplySetting): TemplateResult {
  return html`<button type="button" class="outlined" data-testid="texts" aria-keyshortcuts="t Control+K" @click=${() => setting.openWindow("texts")}>
    ${t("Texts")}
  </button>`;
}

/** Puts a colleague's name into the note; who is named is told. */
function renderMention(desk: Desk): TemplateResult {
  const { people } = desk.context;
  const mention = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const name = people.find((one) => one.id === select.value)?.name;
    select.value = "";
    if (!name || !desk.open) return;
    desk.open.turnTo("note");
    desk.open.write(`${desk.open.text}${desk.open.text && !desk.open.text.endsWith(" ") ? " " : ""}@${name} `);
    desk.changed();
  };
  return html`<span class="select"
    ><select data-testid="mention" aria-label=${t("Mention a colleague")} @focus=${() => void desk.context.loadColleagues()} @change=${mention}>
      <option value="">${t("Mention a colleague")}</option>
      ${people.filter((one) => one.id !== desk.counsellor?.id).map((one) => html`<option value=${one.id}>${one.name}</option>`)}
    </select></span
  >`;
}

/** A reply goes out once the conversation is this counsellor's. */
function maySend(desk: Desk, mode: Mode): boolean {
  return mode === "note" || desk.mayAnswer;
}

function submit(event: Event, desk: Desk, mode: Mode): void {
  event.preventDefault();
  const text = desk.open?.text.trim();
  if (!desk.open || !text || desk.open.mode !== mode || !maySend(desk, mode)) return;
  const mentions = desk.context.people.filter((one) => mode === "note" && text.includes(`@${one.name}`)).map((one) => one.id);
  desk.open.write("");
  desk.send({ kind: mode, text, mentions });
}

function hearKey(event: KeyboardEvent, desk: Desk, mode: Mode, setting: ReplySetting): void {
  if (event.isComposing) return;
  const box = event.target as HTMLTextAreaElement;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    submit(event, desk, mode);
  } else if (event.key === "/" && mode === "reply" && box.value === "") {
    event.preventDefault();
    setting.openWindow("texts", "/");
  } else if (event.key === "Escape") {
    box.blur();
  }
}
