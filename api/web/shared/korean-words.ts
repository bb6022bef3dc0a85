// Korean words in Chinese text, which may break between any two characters: marked as Korean, they stay whole and get Korean faces.
import { html, type TemplateResult } from "lit";

const CHINESE = /\p{Script=Han}/u;
const KOREAN = /(\p{Script=Hangul}+)/u;

/** The pieces of a text, with each Korean word in a text with Chinese characters marked as what it is. */
export function markKorean(text: string): (string | TemplateResult)[] {
  if (!CHINESE.test(text) || !KOREAN.test(text)) return [text];
  // Splitting by a group puts what it caught at the odd places.
  return text.split(KOREAN).map((piece, index) => (index % 2 ? html`<span lang="ko">${piece}</span>` : piece));
}
