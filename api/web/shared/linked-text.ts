// Plain text with its web addresses and Korean telephone numbers made into links. Never markup from outside.
// A figure is a telephone number only by its dashes, or as one of the hotlines standing alone.
import { html, type TemplateResult } from "lit";
import { isolateFigures, turnsFigures } from "./figures";
import { markKorean } from "./korean-words";

const ADDRESS = /https?:\/\/[\w\-.~:/?#@!$&*+,;=%]*[\w\-~/#=%]/;

// 1577-1366, 02-120, 02-2075-4180, 010-1234-5678, +82-2-2075-4180; never a piece of a longer row of figures.
const NUMBER = /(?:\+82-\d{1,2}|0\d{1,3})-\d{3,4}-\d{4}|1[5-9]\d{2}-\d{4}|0(?:2|[3-6]\d)-1\d{2,3}/;
const WITH_DASHES = new RegExp(`(?<![\\d.,:/+\\-–])(?:${NUMBER.source})(?!\\d|[-–]\\d)`);

const HOTLINE = /\b(?:112|119|1330|1331|1332|1345|1350|1366|1372|1388|1393)\b/;

// What shows that the figures of a hotline are an amount, a date or an article of law instead.
const FIGURE_BEFORE = /[-₩$№#]$|\d[.,:]$|\d\s?[–~]\s?$|(?<!\b1\d{2,3})\/$/;
const ARTICLE_BEFORE =
  /(?:제|第|§|№|\bno\.|\barticles?|\barts?\.|\bsections?|(?<!\p{L})(?:ст\.|стать\p{L}+|điều|khoản)|دفع\p{L}+)[\s\d,、،–-]*$/iu;
const FIGURE_AFTER =
  /^(?:[.,:]\d|[-–~]\s?\d|\/(?!1\d{2,3}\b)\d|\s(?!11[29]\b)\d{3}\b|\s?(?:%|₩|€|\$))/;
const UNIT_AFTER = new RegExp(
  "^(?:원|만|천|억|일|개월|년|시간|분|점|명|조|호|항|㎡|㎞|\\s(?:원|개월)|" +
    "韩元|元|天|日|小时|分|个月|年|条|号|人|" +
    "[\\s-]?(?:" +
    "(?:m²|km|krw|won|days?|hours?|minutes?|months?|years?|points?|people|" +
    "ngày|giờ|phút|tháng|năm|điểm|người|" +
    "дн(?:я|ей)|день|час(?:а|ов)?|минут[аы]?|месяц(?:а|ев)?|лет|год(?:а|ов)?|балл(?:а|ов)?|вон[аы]?|человека?|" +
    "دن(?:وں)?|گھنٹ[ےہ]|گھنٹوں|ماہ|مہین[ےہ]|سال(?:وں)?|وون|منٹ|پوائنٹس?)(?!\\p{L})|" +
    "хоног|цаг(?!д)|сар|жил|оноо|хүн|дугаар зүйл|kun|soat|oy|yil|ball|kishi|modda|von))",
  "iu",
);

/** Marks that isolate what runs in another direction (U+2066 to U+2069); they stay in the text but say nothing. */
const ISOLATES = /[\u2066-\u2069]/g;

const LINKABLE = new RegExp([ADDRESS, WITH_DASHES, HOTLINE].map((part) => `(${part.source})`).join("|"), "g");

type Piece = string | TemplateResult;

/** The pieces of one line: strings and links. */
export function renderLinked(text: string): Piece[] {
  const plain = turnsFigures(text) ? isolateFigures : markKorean;
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINKABLE)) {
    const [found, address, , hotline] = match;
    if (hotline && isFigure(text.slice(0, match.index), text.slice(match.index + found.length))) continue;
    pieces.push(...plain(text.slice(end, match.index)), address ? renderAddress(address) : renderTelephone(found));
    end = match.index + found.length;
  }
  pieces.push(...plain(text.slice(end)));
  return pieces.filter((piece) => piece !== "");
}

function isFigure(textBefore: string, textAfter: string): boolean {
  const before = textBefore.replace(ISOLATES, "");
  const after = textAfter.replace(ISOLATES, "");
  return FIGURE_BEFORE.test(before) || ARTICLE_BEFORE.test(before) || FIGURE_AFTER.test(after) || UNIT_AFTER.test(after);
}

function renderAddress(address: string): TemplateResult {
  return html`<a href=${address} target="_blank" rel="noopener noreferrer" dir="ltr">${address}</a>`;
}

function renderTelephone(number: string): TemplateResult {
  const address = `tel:${number.replace(/[^\d+]/g, "")}`;
  return html`<a class="telephone" href=${address} dir="ltr">${number}</a>`;
}
