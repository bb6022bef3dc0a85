// Dates and numbers with dashes in text that runs from right to left: left alone, 2026-09-15 would read 15-09-2026.
import { html, type TemplateResult } from "lit";

const RIGHT_TO_LEFT = /\p{Script=Arabic}/u;
const DASHED = /(\d+(?:-\d+)+)/;

/** Whether figures with dashes would be turned round in this text. */
export function turnsFigures(text: string): boolean {
  return RIGHT_TO_LEFT.test(text) && DASHED.test(text);
}

/** The pieces of a text, with each figure that has dashes kept together from left to right. */
export function isolateFigures(text: string): (string | TemplateResult)[] {
  // Splitting by a group puts what it caught at the odd places.
  return text.split(DASHED).map((piece, index) => (index % 2 ? html`<bdi dir="ltr">${piece}</bdi>` : piece));
}
