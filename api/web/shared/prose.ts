// The text of a message as paragraphs and lists; "• " opens a bullet, "1. " a step.
import { html, type TemplateResult } from "lit";
import { renderLinked } from "./linked-text";

const BULLET = /^\s*[•·▪]\s+/;
const STEP = /^\s*(\d{1,2})[.)]\s+/;

type Block = { kind: "paragraph" | "list" | "steps"; start: number; lines: string[] };

export function renderProse(text: string): TemplateResult[] {
  return readBlocks(text).map((block) => {
    if (block.kind === "list") return html`<ul>${block.lines.map(renderItem)}</ul>`;
    if (block.kind === "steps") return html`<ol start=${block.start}>${block.lines.map(renderItem)}</ol>`;
    return renderParagraph(block.lines);
  });
}

function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let isGap = true;
  for (const line of text.split(/\r?\n/)) {
    const isEmpty = line.trim() === "";
    const kind = BULLET.test(line) ? "list" : STEP.test(line) ? "steps" : "paragraph";
    const content = line.replace(kind === "steps" ? STEP : BULLET, "");
    const last = blocks.at(-1);
    if (!isEmpty && !isGap && last?.kind === kind) last.lines.push(content);
    else if (!isEmpty) blocks.push({ kind, start: Number(STEP.exec(line)?.[1] ?? 1), lines: [content] });
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

function renderItem(line: string): TemplateResult {
  return html`<li>${renderLinked(line)}</li>`;
}
