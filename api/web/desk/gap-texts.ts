// The answer to one question in eight languages: Korean stays in sight beside the others.
import { html, nothing, type TemplateResult } from "lit";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../shared/languages";
import { t } from "../shared/words";
import { renderField, renderSelect, renderTextArea, text } from "./fields";
import type { GapText, OpenGap } from "./gaps-gateway";
import type { Person } from "./people-gateway";

/** What of a form is another than before. */
export interface TextChanges {
  texts: [Language, GapText][];
  /** Who writes which language; null where nothing of that is another. */
  editors: Record<string, string> | null;
}

export function renderTexts(open: OpenGap, people: readonly Person[]): TemplateResult {
  const [own, others] = [LANGUAGES.filter((one) => one === "ko"), LANGUAGES.filter((one) => one !== "ko")];
  const render = (language: Language): TemplateResult => renderText(open, language, people);
  return html`<div class="side-by-side">
    <div class="own">${own.map(render)}</div>
    <div class="theirs">${others.map(render)}</div>
  </div>`;
}

function renderText(open: OpenGap, language: Language, people: readonly Person[]): TemplateResult {
  const written = open.texts[language];
  const name = LANGUAGE_NAMES[language];
  const title = t("Title ({language})", { language: name });
  const answer = t("Answer ({language})", { language: name });
  return html`<fieldset class="gap-text" data-testid="gap-text-${language}">
    <legend>
      <bdi lang=${language}>${name}</bdi>
      ${written ? html`<span class="tag fine">${t("Written")}</span>` : nothing}
    </legend>
    ${renderField({ name: `title-${language}`, label: title, value: written?.title ?? "", language })}
    ${renderTextArea({ name: `text-${language}`, label: answer, value: written?.text ?? "", language })}
    ${people.length > 0 ? renderEditor(open, language, people) : nothing}
  </fieldset>`;
}

function renderEditor(open: OpenGap, language: Language, people: readonly Person[]): TemplateResult {
  const editor = open.editors[language];
  const speakers = people.filter((one) => one.id === editor?.id || (!one.is_disabled && one.languages.includes(language)));
  const label = t("Who writes it ({language})", { language: LANGUAGE_NAMES[language] });
  return renderSelect({ name: `editor-${language}`, label, value: editor?.id ?? "" }, speakers.map(({ id, name }) => ({ value: id, label: name })), t("Nobody yet"));
}

export function readTexts(form: FormData, open: OpenGap): TextChanges {
  const texts = LANGUAGES.flatMap((language): [Language, GapText][] => {
    const now = { title: text(form, `title-${language}`), text: text(form, `text-${language}`) };
    const before = open.texts[language] ?? { title: "", text: "" };
    return now.title === before.title && now.text === before.text ? [] : [[language, now]];
  });
  return { texts, editors: readEditors(form, open) };
}

function readEditors(form: FormData, open: OpenGap): Record<string, string> | null {
  const before = Object.fromEntries(Object.entries(open.editors).map(([language, one]) => [language, one.id]));
  const isAsked = LANGUAGES.some((language) => form.has(`editor-${language}`));
  const now = Object.fromEntries(LANGUAGES.map((language) => [language, text(form, `editor-${language}`)]).filter(([, id]) => id));
  const isSame = LANGUAGES.every((language) => now[language] === before[language]);
  return isAsked && !isSame ? now : null;
}
