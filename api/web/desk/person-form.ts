// The form for a person of the desk: the same for inviting and for changing.
import { html, nothing, type TemplateResult } from "lit";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { all, renderChecks, renderField, renderSelect, text } from "./fields";
import { areaOptions, centreOptions, languageOptions, roleOptions } from "./names";
import type { Person, PersonForm } from "./people-gateway";

const USUAL_CAPACITY = 4;
const MOST = 50;

export function renderPersonFields(person: Person | null, centres: readonly Centre[]): TemplateResult {
  return html`${renderField({ name: "name", label: t("Name"), value: person?.name ?? "", isRequired: true })}
  ${renderField({ name: "email", label: t("Email"), type: "email", direction: "ltr", value: person?.email ?? "", isRequired: true })}
  ${renderSelect({ name: "role", label: t("Role"), value: person?.role ?? "counsellor" }, roleOptions())}
  ${renderField({
    name: "capacity",
    label: t("Conversations at once"),
    type: "number",
    min: "1",
    max: String(MOST),
    value: person?.capacity ?? USUAL_CAPACITY,
    isRequired: true,
  })}
  ${renderChecks({ name: "languages", label: t("Languages") }, languageOptions(), person?.languages ?? ["ko"])}
  ${renderChecks({ name: "topics", label: t("Topics"), hint: t("None chosen: all of them.") }, areaOptions(), person?.topics ?? [])}
  ${centres.length > 0
    ? renderChecks({ name: "centres", label: t("Centres"), hint: t("None chosen: all of them.") }, centreOptions(centres), person?.centres ?? [])
    : nothing}`;
}

export function readPerson(form: FormData): PersonForm {
  return {
    email: text(form, "email"),
    name: text(form, "name"),
    role: text(form, "role"),
    languages: all(form, "languages"),
    centres: all(form, "centres"),
    topics: all(form, "topics"),
    capacity: Number(text(form, "capacity")),
  };
}
