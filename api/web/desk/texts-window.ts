// The window of aligned texts: search in one's own language, see both versions, send or insert the resident's.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatDay } from "../shared/format";
import { directionOf } from "../shared/languages";
import { renderProse } from "../shared/prose";
import type { AlignedText, Ticket, Version } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { renderDialog } from "./dialog";
import { renderField, renderSelect } from "./fields";
import { centreOptions } from "./names";
import { type TextFinder, listVariables } from "./text-finder";
import { renderLanguage } from "./ticket-words";
import { fillIn, nameVariable } from "./variables";

export function renderTexts(desk: Desk, ticket: Ticket, finder: TextFinder, close: () => void): TemplateResult {
  const { chosen } = finder;
  const content = html`<div class="texts">
    <div class="texts-list">
      <input
        type="text"
        role="searchbox"
        autofocus
        .value=${finder.words}
        placeholder=${t("Search in Korean, or /shortcut")}
        aria-label=${t("Search the guidebook and the manual")}
        aria-controls="found-texts"
        data-testid="text-search"
        @input=${(event: Event) => finder.type((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => hearKey(event, finder)}
      />
      <p class="quiet" role="status">${nameState(finder)}</p>
      <ul id="found-texts" class="found" role="list">
        ${repeat(finder.texts, identify, (text) => renderFound(text, finder))}
      </ul>
    </div>
    ${chosen ? renderChosen(desk, ticket, finder, chosen) : nothing}
  </div>`;
  return renderDialog({ name: "texts", title: t("Texts in both languages"), content, close, size: "wide" });
}

function identify({ kind, id, section }: AlignedText): string {
  return `${kind} ${id} ${section ?? ""}`;
}

function nameState(finder: TextFinder): string {
  if (finder.isSearching) return t("Searching");
  if (finder.hasFailed) return t("No connection. Please try again.");
  if (finder.texts.length === 0) return t("Nothing found.");
  return finder.words ? "" : t("These fit the last question.");
}

function renderFound(text: AlignedText, finder: TextFinder): TemplateResult {
  return html`<li>
    <button type="button" class="plain" data-testid="found-text" aria-pressed=${text === finder.chosen ? "true" : "false"} @click=${() => finder.choose(text)}>
      <span lang=${text.own.language}>${text.own.title}</span>
      <span class="quiet">${text.shortcut ?? t("Guidebook")}</span>
    </button>
  </li>`;
}

function renderChosen(desk: Desk, ticket: Ticket, finder: TextFinder, text: AlignedText): TemplateResult {
  const own = fillIn(text.own, finder.values, desk.context.centres);
  const theirs = fillIn(text.theirs, finder.values, desk.context.centres);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const choice = { kind: text.kind, id: text.id, section: text.section, variables: pick(finder.values, listVariables(text)) };
    const shown = text.kind === "article" ? `${theirs.title}\n${theirs.text}` : theirs.text;
    desk.send({ kind: "text", text: shown, language: theirs.language, choice });
    (event.currentTarget as HTMLElement).closest("dialog")?.close();
  };
  return html`<form class="text-chosen" data-testid="chosen-text" @submit=${send}>
    ${renderVariables(desk, finder, text)}
    <div class="versions">${renderVersion(own, "own")} ${renderVersion(theirs, "theirs")}</div>
    ${text.theirs.language === ticket.language ? nothing : html`<p class="trouble" role="status">${t("There is no version in the resident's language.")}</p>`}
    <p class="quiet">${text.verified ? t("checked on {date}", { date: formatDay(text.verified) }) : nothing}</p>
    <p class="window-actions">
      <button type="button" class="outlined" data-testid="insert-text" @click=${(event: Event) => insert(event, desk, theirs)}>${t("Insert into the reply")}</button>
      <button type="submit" class="primary" data-testid="send-text" ?disabled=${!desk.mayAnswer}>${t("Send")}</button>
    </p>
  </form>`;
}

function renderVersion({ language, title, text }: Version, side: string): TemplateResult {
  return html`<section class="version" data-testid="${side}-version">
    <h3>${renderLanguage(language)}</h3>
    <div lang=${language} dir=${directionOf(language)}>
      <h4>${title}</h4>
      ${renderProse(text)}
    </div>
  </section>`;
}

function insert(event: Event, desk: Desk, { text }: Version): void {
  const { open } = desk;
  if (!open) return;
  open.turnTo("reply");
  open.write([open.text, text].filter(Boolean).join("\n"));
  (event.currentTarget as HTMLElement).closest("dialog")?.close();
}

function renderVariables(desk: Desk, finder: TextFinder, text: AlignedText): TemplateResult | typeof nothing {
  const names = listVariables(text);
  if (names.length === 0) return nothing;
  const keep = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    finder.values = { ...finder.values, [name]: value };
    desk.changed();
  };
  return html`<div class="form" @input=${keep}>${names.map((name) => renderVariable(name, finder.values[name] ?? "", desk))}</div>`;
}

function renderVariable(name: string, value: string, desk: Desk): TemplateResult {
  const field = { name, value, label: nameVariable(name), isRequired: true, form: "variable" } as const;
  switch (name) {
    case "date":
    case "time":
      return renderField({ ...field, type: name });
    case "phone":
    case "link":
      return renderField({ ...field, direction: "ltr" });
    case "centre":
      return renderSelect(field, centreOptions(desk.context.centres), t("Choose"));
    default:
      return renderField(field);
  }
}

function hearKey(event: KeyboardEvent, finder: TextFinder): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    finder.move(step);
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    // On to the first thing to fill in, or to the button that sends.
    const form = (event.currentTarget as HTMLElement).closest(".texts")?.querySelector("form");
    form?.querySelector<HTMLElement>("input, select, .primary")?.focus();
  }
}

function pick(values: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? ""]));
}
