// Plain text with its web addresses and Korean telephone numbers made into links. Never markup from outside.
import { html, type TemplateResult } from "lit";

const ADDRESS = /https?:\/\/[\w\-.~:/?#@!$&*+,;=%]*[\w\-~/#=%]/;
const WRITTEN_OUT = /(?:\+82[- ]?\d{1,2}|\b0\d{1,2})[-. ]\d{3,4}[-. ]\d{4}\b|\b1[5-9]\d{2}-\d{4}\b|\b0\d{1,2}-1\d{2,3}\b/;
const FOUR_DIGITS = /\b(?:1330|1345|1350|1355|1366|1372|1388|1391|1393|1397|1398)\b/;
const THREE_DIGITS = /\b(?:109|110|112|117|118|119|120|122|126|129|131|132|182)\b/;

// A bare number is a telephone number only where nothing around it makes it an amount, a date or an article of law.
const AMOUNT_BEFORE = /[\d.,\-–~/:₩$№제]$|(?:art(?:icle|s)?\.?|no\.?|section|ст\.?|статья|modda|điều|дугаар|دفعہ)\s*$/i;
const AMOUNT_AFTER =
  /^(?:[.,:/-]\d|\d|\s\d{3}\b|[-–~]|\s*(?:%|₩|원|만|천|억|일|개월|년|시간|분|점|명|조|호|항|㎡|m²|km|krw|won|days?|hours?|minutes?|months?|years?|points?|people|韩元|天|日|小时|分|个月|年|条|ngày|giờ|tháng|năm|điểm|дн|день|час|минут|месяц|лет|бал|вон|хоног|цаг|сар|жил|оноо|вон|kun|soat|oy|yil|ball|دن|گھنٹ|ماہ|سال|وون|منٹ))/i;

const LINKABLE = new RegExp(
  [ADDRESS, WRITTEN_OUT, FOUR_DIGITS, THREE_DIGITS].map((part) => `(${part.source})`).join("|"),
  "g",
);

type Piece = string | TemplateResult;

/** The pieces of one line: strings and links. */
export function renderLinked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINKABLE)) {
    const [found, address, , four, three] = match;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + found.length);
    if ((four || three) && (AMOUNT_BEFORE.test(before) || AMOUNT_AFTER.test(after))) continue;
    pieces.push(text.slice(end, match.index), address ? renderAddress(address) : renderTelephone(found));
    end = match.index + found.length;
  }
  pieces.push(text.slice(end));
  return pieces.filter((piece) => piece !== "");
}

function renderAddress(address: string): TemplateResult {
  return html`<a href=${address} target="_blank" rel="noopener noreferrer" dir="ltr">${address}</a>`;
}

function renderTelephone(number: string): TemplateResult {
  const address = `tel:${number.replace(/[^\d+]/g, "")}`;
  return html`<a class="telephone" href=${address} dir="ltr">${number}</a>`;
}
