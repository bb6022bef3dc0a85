// The text of a message as paragraphs and lists; "• " opens a bullet.
import { html, type TemplateResult } from "lit";
import { renderLinked } from "./linked-text";

const BULLET = /^\s*[•·▪]\s+/;

type Block = { kind: "paragraph" | "list"; lines: string[] };

export function renderProse(text: string): TemplateResult[] {
  return readBlocks(text).map((block) => (block.kind === "list" ? renderList(block.lines) : renderParagraph(block.lines)));
}

function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let isGap = true;
  for (const line of text.split(/\r?\n/)) {
    const isEmpty = line.trim() === "";
    const kind = BULLET.test(line) ? "list" : "paragraph";
    const last = blocks.at(-1);
    if (!isEmpty && !isGap && last?.kind === kind) last.lines.push(line.replace(BULLET, ""));
    else if (!isEmpty) blocks.push({ kind, lines: [line.replace(BULLET, "")] });
    isGap = isEmpty;
  }
  return blocks;
}

function renderParagraph(lines: string[]): TemplateResult {
  return html`<p>${lines.map(renderLine)}</p>`;
}

function renderLine(line: string): TemplateResult {
  return html`<span class="line">${renderLinked(line)}</span>`;
}

function renderList(lines: string[]): TemplateResult {
  return html`<ul>${lines.map(renderItem)}</ul>`;
}

function renderItem(line: string): TemplateResult {
  return html`<li>${renderLinked(line)}</li>`;
}
