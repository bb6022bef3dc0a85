// A table of a report with a bar beside each number that counts most; the bar says nothing that the number does not.
import { html, nothing, svg, type TemplateResult } from "lit";
import { formatDay, formatNumber } from "../shared/format";
import type { Centre } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import { nameArea, nameCentre, nameCountry, nameExpert, nameMethod, nameOutcome, nameResidentLanguage } from "./names";
import type { Heading, ReportTable, Value } from "./reports-gateway";

// What is drawn as a bar, where a table has it.
const MEASURES = ["cases", "conversations", "closed", "ratings", "follow_ups"];
const NAMED = ["centre", "area", "language", "channel", "method", "nationality", "outcome", "expert", "day"];

export function readHeading(heading: Heading): string {
  return spokenLanguage() === "ko" ? heading.ko : heading.en;
}

export function renderReportTable(table: ReportTable, centres: readonly Centre[]): TemplateResult {
  const keys = table.columns.map(({ key }) => key);
  const measured = keys.findIndex((key) => MEASURES.includes(key));
  const most = Math.max(...table.rows.map((row) => Number(row[measured] ?? 0)), 1);
  const name = readHeading(table.title);
  if (table.rows.length === 0) return html`<p class="none">${t("Nothing in this period.")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
    <table>
      <caption class="unseen">${name}</caption>
      <thead>
        <tr>
          ${table.columns.map((one) => html`<th scope="col" class=${isNamed(one.key) ? "" : "number"}>${readHeading(one)}</th>`)}
          ${measured < 0 ? nothing : html`<th class="bar-column"><span class="unseen">${t("Bar")}</span></th>`}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>
              ${row.map((value, place) => renderCell(keys[place] ?? "", value, place, centres))}
              ${measured < 0 ? nothing : html`<td>${renderBar(Number(row[measured] ?? 0) / most)}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function isNamed(key: string): boolean {
  return NAMED.includes(key);
}

function renderCell(key: string, value: Value, place: number, centres: readonly Centre[]): TemplateResult {
  if (!isNamed(key)) return html`<td class="number">${typeof value === "number" ? formatNumber(value) : "–"}</td>`;
  const name = nameValue(key, value, centres);
  return place === 0 ? html`<th scope="row"><bdi>${name}</bdi></th>` : html`<td><bdi>${name}</bdi></td>`;
}

function nameValue(key: string, value: Value, centres: readonly Centre[]): string {
  if (value === null || value === "") return t("Not given");
  const code = String(value);
  switch (key) {
    case "centre":
      return nameCentre(centres, code);
    case "area":
      return nameArea(code);
    case "language":
      return nameResidentLanguage(code);
    case "channel":
    case "method":
      return nameMethod(code);
    case "nationality":
      return nameCountry(code);
    case "outcome":
      return nameOutcome(code);
    case "expert":
      return nameExpert(code);
    case "day":
      return formatDay(code);
    default:
      return code;
  }
}

/** `share` of the longest bar, 0 to 1. */
function renderBar(share: number): TemplateResult {
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect width=${Math.round(share * 1000) / 10} height="10" rx="2"></rect>`}
  </svg>`;
}
