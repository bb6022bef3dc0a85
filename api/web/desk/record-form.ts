// The form for a counselling record (상담일지): the same for a ticket's, a phone call's and a visit's.
import { html, type TemplateResult } from "lit";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { type Option, optional, renderField, renderSelect, renderTextArea, text } from "./fields";
import {
  caseAreaOptions,
  centreOptions,
  countryOptions,
  expertOptions,
  methodOptions,
  outcomeOptions,
  residentLanguageOptions,
} from "./names";
import type { CaseRecord, RecordForm } from "./records-gateway";

/** What a record is before anything is known: only calls and visits begin with none. */
export type Draft = Partial<CaseRecord>;

export function renderRecordFields(record: Draft, centres: readonly Centre[]): TemplateResult {
  return html`${renderField({ name: "consulted_on", label: t("Date"), type: "date", value: record.consulted_on ?? "", isRequired: true })}
  ${renderSelect({ name: "method", label: t("Method"), value: record.method ?? "phone" }, methodsOf(record))}
  ${renderSelect({ name: "centre", label: t("Centre"), value: record.centre ?? "" }, centreOptions(centres), t("None"))}
  ${renderSelect({ name: "area", label: t("Area"), value: record.area ?? "", isRequired: true }, caseAreaOptions(), "")}
  ${renderField({ name: "article", label: t("Article of the guidebook"), value: record.article ?? "", direction: "ltr" })}
  ${renderSelect({ name: "language", label: t("Language"), value: record.language ?? "ko" }, residentLanguageOptions(record.language ?? ""))}
  ${renderSelect({ name: "nationality", label: t("Nationality, if it was said"), value: record.nationality ?? "" }, countryOptions(), "")}
  ${renderField({ name: "stay_status", label: t("Status of stay, if it was said"), value: record.stay_status ?? "", hint: "E-9, F-6-1", direction: "ltr" })}
  ${renderSelect({ name: "outcome", label: t("Outcome"), value: record.outcome ?? "answered" }, outcomeOptions())}
  ${renderField({ name: "referred_to", label: t("Referred to"), value: record.referred_to ?? "" })}
  ${renderField({ name: "follow_up_on", label: t("Follow up on"), type: "date", value: record.follow_up_on ?? "" })}
  ${renderSelect({ name: "expert", label: t("Expert advice"), value: record.expert ?? "" }, expertOptions(), t("None"))}
  ${renderTextArea({
    name: "text",
    label: t("What was asked and done"),
    value: record.text ?? "",
    hint: t("No registration or passport numbers, please."),
    isWhole: true,
  })}`;
}

/** How a conversation was held is known; only calls and visits are told apart by hand. */
function methodsOf({ ticket, method }: Draft): Option[] {
  return methodOptions().filter(({ value }) => (ticket ? value === method : value === "phone" || value === "visit" || value === method));
}

export function readRecord(form: FormData): RecordForm {
  return {
    consulted_on: text(form, "consulted_on"),
    method: text(form, "method"),
    centre: optional(form, "centre"),
    area: text(form, "area"),
    article: optional(form, "article"),
    language: text(form, "language"),
    nationality: optional(form, "nationality"),
    stay_status: optional(form, "stay_status"),
    outcome: text(form, "outcome"),
    referred_to: optional(form, "referred_to"),
    follow_up_on: optional(form, "follow_up_on"),
    expert: optional(form, "expert"),
    text: text(form, "text"),
  };
}
