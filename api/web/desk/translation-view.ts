// A machine's translation below the original, with what it may have got wrong.
import { html, nothing, type TemplateResult } from "lit";
import { directionOf } from "../shared/languages";
import type { Difference, Translation } from "../shared/wire";
import { t } from "../shared/words";

export function renderTranslation({ language, text, differences }: Translation): TemplateResult {
  return html`<div class="translation" data-testid="translation">
    <p class="translation-head">${t("Machine translation")}</p>
    <p class="translation-text" lang=${language} dir=${directionOf(language)}>${markAll(text, differences)}</p>
    ${renderDifferences(differences)}
  </div>`;
}

export function renderDifferences(differences: readonly Difference[]): TemplateResult | typeof nothing {
  if (differences.length === 0) return nothing;
  return html`<ul class="differences" data-testid="differences">
    ${differences.map(renderDifference)}
  </ul>`;
}

function renderDifference({ kind, in_original: original, in_translation: translation }: Difference): TemplateResult {
  const left = original ?? t("not in the original");
  const right = translation ?? t("missing in the translation");
  return html`<li>${nameKind(kind)}: <bdi>${left}</bdi> → <bdi>${right}</bdi></li>`;
}

function nameKind(kind: string): string {
  switch (kind) {
    case "date":
      return t("Date");
    case "number":
      return t("Number");
    case "amount":
      return t("Amount");
    case "phone":
      return t("Telephone");
    case "address":
      return t("Address");
    case "law":
      return t("Law");
    case "visa":
      return t("Visa");
    case "negation":
      return t("Negation");
    case "language":
      return t("Language");
    default:
      return kind;
  }
}

/** The text with everything marked that has no counterpart in the original. */
function markAll(text: string, differences: readonly Difference[]): (string | TemplateResult)[] {
  const words = differences.flatMap((one) => one.in_translation ?? []);
  let pieces: (string | TemplateResult)[] = [text];
  for (const word of words) pieces = pieces.flatMap((piece) => (typeof piece === "string" ? mark(piece, word) : [piece]));
  return pieces;
}

function mark(text: string, word: string): (string | TemplateResult)[] {
  const place = word ? text.indexOf(word) : -1;
  if (place < 0) return [text];
  return [text.slice(0, place), html`<mark>${word}</mark>`, text.slice(place + word.length)];
}
