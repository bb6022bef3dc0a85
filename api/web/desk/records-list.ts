// The list of counselling records, and what narrows it.
import { html, nothing, type TemplateResult } from "lit";
import { formatDay } from "../shared/format";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { renderField, renderSelect, text } from "./fields";
import { caseAreaOptions, centreOptions, methodOptions, nameArea, nameCentre, nameMethod, nameOutcome, nameResidentLanguage, residentLanguageOptions } from "./names";
import type { CaseRecord, RecordQuery } from "./records-gateway";
import { renderActionsHead, renderTable } from "./table-view";
import { seoulDay } from "./weeks";

export function renderFilter(wanted: RecordQuery, centres: readonly Centre[], submit: (event: SubmitEvent) => void, isBusy: boolean): TemplateResult {
  const all = t("All");
  return html`<form class="form" role="search" @submit=${submit}>
    ${renderField({ name: "since", form: "filter", label: t("From"), type: "date", value: wanted.since ?? "" })}
    ${renderField({ name: "until", form: "filter", label: t("Until"), type: "date", value: wanted.until ?? "" })}
    ${renderSelect({ name: "centre", form: "filter", label: t("Centre"), value: wanted.centre ?? "" }, centreOptions(centres), all)}
    ${renderSelect({ name: "area", form: "filter", label: t("Area"), value: wanted.area ?? "" }, caseAreaOptions(), all)}
    ${renderSelect({ name: "language", form: "filter", label: t("Language"), value: wanted.language ?? "" }, residentLanguageOptions(""), all)}
    ${renderSelect({ name: "method", form: "filter", label: t("Method"), value: wanted.method ?? "" }, methodOptions(), all)}
    ${renderField({ name: "q", form: "filter", label: t("Words in the record"), type: "search", value: wanted.q ?? "" })}
    <p class="line whole">
      <button type="submit" class="outlined" data-testid="filter" ?disabled=${isBusy}>${t("Search")}</button>
    </p>
  </form>`;
}

export function readFilter(form: FormData): RecordQuery {
  const names = ["since", "until", "centre", "area", "language", "method", "q"] as const;
  return Object.fromEntries(names.map((name) => [name, text(form, name)]));
}

export function renderRecords(records: readonly CaseRecord[], centres: readonly Centre[], edit: (record: CaseRecord) => void): TemplateResult {
  const heads = [t("Date"), t("Area"), t("Method"), t("Language"), t("Centre"), t("Outcome"), t("Follow-up"), t("Counsellor"), renderActionsHead()];
  const rows = records.map((record) => renderRow(record, centres, edit));
  return renderTable(t("Counselling records"), heads, rows, t("No records here."));
}

function renderRow(record: CaseRecord, centres: readonly Centre[], edit: (record: CaseRecord) => void): TemplateResult {
  const day = formatDay(record.consulted_on);
  return html`<tr data-testid="record" data-record=${record.id ?? ""}>
    <th scope="row"><bdi>${day}</bdi></th>
    <td>${nameArea(record.area)}</td>
    <td>${nameMethod(record.method)}</td>
    <td><bdi>${nameResidentLanguage(record.language)}</bdi></td>
    <td>${nameCentre(centres, record.centre)}</td>
    <td>${nameOutcome(record.outcome)}</td>
    <td>${record.follow_up_on ? renderFollowUp(record.follow_up_on) : nothing}</td>
    <td><bdi>${record.counsellor?.name}</bdi></td>
    <td class="acts">
      <button type="button" class="plain" data-testid="edit-record" @click=${() => edit(record)}>
        ${t("Open")}<span class="unseen">: ${day}, ${nameArea(record.area)}</span>
      </button>
    </td>
  </tr>`;
}

function renderFollowUp(day: string): TemplateResult {
  return html`<span class="tag ${day <= seoulDay() ? "grave" : ""}"><bdi>${formatDay(day)}</bdi></span>`;
}
