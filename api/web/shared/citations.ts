// Where an answer comes from: one card per article of the guidebook.
import { html, nothing, type TemplateResult } from "lit";
import { isolateFigures } from "./figures";
import { formatDay } from "./format";
import { bookIcon, outsideIcon } from "./icons";
import { directionOf } from "./languages";
import type { Citation } from "./wire";
import { t } from "./words";

/** Shows an article beside the chat; the link that was pressed gets the focus back. */
export type OpenArticle = (citation: Citation, address: string, opener: HTMLElement) => void;

/** Without `open` a card opens in a new tab. */
export function renderCitations(
  citations: readonly Citation[],
  base: string,
  open?: OpenArticle,
): TemplateResult | typeof nothing {
  if (citations.length === 0) return nothing;
  return html`<div class="citations">
    <p class="citations-head">${bookIcon}<span>${t("From the guidebook")}</span></p>
    ${citations.map((citation) => renderCitation(citation, base, open))}
  </div>`;
}

function renderCitation(citation: Citation, base: string, open?: OpenArticle): TemplateResult {
  const address = readAddress(citation.url, base);
  const onClick = (event: MouseEvent): void => {
    // Whoever asks the browser for a tab or a window gets one.
    if (!open || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || address === "#") return;
    event.preventDefault();
    open(citation, address, event.currentTarget as HTMLElement);
  };
  return html`<a
    class="citation"
    data-testid="citation"
    data-article=${citation.article}
    href=${address}
    target="_blank"
    rel="noopener"
    @click=${onClick}
  >
    <span class="citation-title" lang=${citation.language} dir=${directionOf(citation.language)}>${citation.title}</span>
    ${open ? bookIcon : outsideIcon}
    ${renderSource(citation)}
    ${open ? nothing : html`<span class="unseen">${t("(opens in a new tab)")}</span>`}
  </a>`;
}

function renderSource(citation: Citation): TemplateResult | typeof nothing {
  if (!citation.source && !citation.verified) return nothing;
  const checked = citation.verified ? t("checked on {date}", { date: formatDay(citation.verified) }) : "";
  return html`<span class="citation-source">
    <span class="citation-origin" lang=${citation.language} dir=${directionOf(citation.language)}>${isolateFigures(citation.source ?? "")}</span>
    <span class="citation-checked">${checked}</span>
  </span>`;
}

/** Only web addresses become links, whatever arrives. */
function readAddress(url: string, base: string): string {
  try {
    const address = new URL(url, base);
    return /^https?:$/.test(address.protocol) ? address.href : "#";
  } catch {
    return "#";
  }
}
