// The list of questions without an answer: how often and in which languages each was asked.
import { html, type TemplateResult } from "lit";
import { formatMoment, formatNumber } from "../shared/format";
import { isLanguage } from "../shared/languages";
import { t } from "../shared/words";
import type { Option } from "./fields";
import type { Gap, GapState } from "./gaps-gateway";
import { nameArea } from "./names";
import { renderActionsHead, renderNumberHead, renderTable } from "./table-view";
import { renderLanguage } from "./ticket-words";

const STATES: readonly GapState[] = ["open", "assigned", "published", "dismissed"];

export function stateOptions(): Option[] {
  return STATES.map((value) => ({ value, label: nameState(value) }));
}

export function nameState(state: GapState): string {
  switch (state) {
    case "open":
      return t("Unanswered");
    case "assigned":
      return t("Being written");
    case "published":
      return t("Published");
    case "dismissed":
      return t("Set aside");
  }
}

export function nameGap(gap: Gap): string {
  return gap.title || t("Question without a title");
}

export function renderGaps(gaps: readonly Gap[], open: (gap: Gap) => void): TemplateResult {
  const heads = [
    t("Question"),
    renderNumberHead(t("Asked")),
    t("Languages"),
    renderNumberHead(t("Want an answer")),
    t("Last asked"),
    t("State"),
    renderActionsHead(),
  ];
  const rows = gaps.map((gap) => renderRow(gap, open));
  return renderTable(t("Open questions"), heads, rows, t("Nothing here."));
}

function renderRow(gap: Gap, open: (gap: Gap) => void): TemplateResult {
  return html`<tr data-testid="gap" data-gap=${gap.id}>
    <th scope="row"><span dir="auto">${nameGap(gap)}</span> ${gap.area ? html`<span class="tag">${nameArea(gap.area)}</span>` : ""}</th>
    <td class="number">${formatNumber(gap.questions)}</td>
    <td>${renderCounts(gap)}</td>
    <td class="number">${formatNumber(gap.wanting)}</td>
    <td><bdi>${formatMoment(gap.last_at)}</bdi></td>
    <td><span class="tag ${gap.state === "published" ? "fine" : ""}">${nameState(gap.state)}</span></td>
    <td class="acts">
      <button type="button" class="plain" data-testid="open-gap" @click=${() => open(gap)}>${t("Open")}<span class="unseen">: ${nameGap(gap)}</span></button>
    </td>
  </tr>`;
}

export function renderCounts(gap: Gap): TemplateResult[] {
  const counts = Object.entries(gap.languages).sort(([, one], [, other]) => other - one);
  return counts.map(([code, count]) => html`<span class="tag">${isLanguage(code) ? renderLanguage(code) : code} ${formatNumber(count)}</span> `);
}
