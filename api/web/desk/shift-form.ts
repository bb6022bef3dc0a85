// The form that plans shifts: one person, the same hours on several days of the week that is shown.
import { html, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { all, type Option, readForm, renderChecks, renderField, renderSelect, text } from "./fields";
import type { NewShift } from "./people-gateway";
import { addDays, nameWeekday, seoulMoment } from "./weeks";

export interface ShiftForm {
  people: readonly Option[];
  centres: readonly Option[];
  centre: string;
  week: readonly string[];
  submit: (event: SubmitEvent) => void;
  cancel: () => void;
  isBusy: boolean;
}

export function renderShiftForm({ people, centres, centre, week, submit, cancel, isBusy }: ShiftForm): TemplateResult {
  const days = week.map((day): Option => ({ value: day, label: nameWeekday(day) }));
  return html`<section class="card" data-testid="shift-editor">
    <h3 tabindex="-1" id="editor-title">${t("Add shifts")}</h3>
    <form class="form" aria-labelledby="editor-title" @submit=${submit}>
      ${renderSelect({ name: "counsellor", label: t("Name"), isRequired: true }, people, "")}
      ${renderSelect({ name: "centre", label: t("Centre"), value: centre, isRequired: true }, centres, "")}
      ${renderField({ name: "from", label: t("From"), type: "time", value: "09:00", isRequired: true, direction: "ltr" })}
      ${renderField({ name: "to", label: t("Until"), type: "time", value: "18:00", isRequired: true, direction: "ltr" })}
      ${renderChecks({ name: "days", label: t("Days") }, days, [])}
      <p class="line whole">
        <button type="submit" class="primary" data-testid="save-shifts" ?disabled=${isBusy}>${t("Save")}</button>
        <button type="button" class="outlined" @click=${cancel}>${t("Cancel")}</button>
      </p>
    </form>
  </section>`;
}

/** A shift for each day that was chosen; one that ends earlier than it begins ends on the next day. */
export function readShifts(event: SubmitEvent): NewShift[] {
  const form = readForm(event);
  const [from, to] = [text(form, "from"), text(form, "to")];
  return all(form, "days").map((day) => ({
    counsellor: text(form, "counsellor"),
    centre: text(form, "centre"),
    starts_at: seoulMoment(day, from),
    ends_at: seoulMoment(to > from ? day : addDays(day, 1), to),
  }));
}
