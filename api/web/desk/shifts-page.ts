// <desk-shifts>: who is on duty in a week at a centre; planned by those who may.
import { type CSSResultGroup, html, nothing, type TemplateResult } from "lit";
import { formatDay, formatMoment } from "../shared/format";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { type Option, renderSelect } from "./fields";
import { centreOptions, nameCentre } from "./names";
import { DeskPage } from "./page";
import { addShift, getCentres, getPeople, getShifts, type Person, removeShift, type Shift } from "./people-gateway";
import { answers } from "./rights";
import { readShifts, renderShiftForm } from "./shift-form";
import { shiftStyle } from "./shifts.css";
import { renderTable } from "./table-view";
import { addDays, nameWeekday, seoulDay, seoulMoment, seoulTime, weekOf } from "./weeks";

export class ShiftsPage extends DeskPage {
  static override styles: CSSResultGroup = [...(DeskPage.styles as CSSResultGroup[]), shiftStyle];

  #week = weekOf(seoulDay());
  #centre = "";
  #centres: Centre[] = [];
  #people: Person[] = [];
  #shifts: Shift[] = [];
  #isAdding = false;

  protected override async load(): Promise<void> {
    if (this.#centres.length === 0) [this.#centres, this.#people] = await Promise.all([getCentres(), getPeople()]);
    const [first = "", last = ""] = [this.#week[0], this.#week.at(-1)];
    this.#shifts = await getShifts(seoulMoment(first), seoulMoment(addDays(last, 1)), this.#centre);
  }

  protected override nameOfPage(): string {
    return t("Shifts");
  }

  protected override renderActions(): TemplateResult | typeof nothing {
    if (!this.mayI("plan_shifts")) return nothing;
    return html`<button type="button" class="primary" data-testid="add-shift" @click=${this.#startAdding}>${t("Add shifts")}</button>`;
  }

  protected override renderContent(): TemplateResult {
    return html`${this.#isAdding ? this.#renderForm() : nothing}
      <section class="card">
        <div class="line week-head">
          <button type="button" class="outlined" data-testid="week-before" @click=${() => this.#go(-7)}>${t("Week before")}</button>
          <strong data-testid="week"><bdi>${formatDay(this.#week[0] ?? "")}</bdi> – <bdi>${formatDay(this.#week.at(-1) ?? "")}</bdi></strong>
          <button type="button" class="outlined" data-testid="week-after" @click=${() => this.#go(7)}>${t("Week after")}</button>
          <div class="centre" @change=${this.#chooseCentre}>
            ${renderSelect({ name: "centre", form: "shown", label: t("Centre"), value: this.#centre }, this.#ownCentres, t("All"))}
          </div>
        </div>
        ${this.#renderOpening()} ${this.#renderWeek()}
      </section>`;
  }

  #renderOpening(): TemplateResult | typeof nothing {
    const centre = this.#centres.find((one) => one.id === this.#centre);
    if (!centre || centre.is_open === null) return nothing;
    if (centre.is_open) return html`<p><span class="tag fine">${t("Open now")}</span></p>`;
    return html`<p>
      <span class="tag">${t("Closed now")}</span>
      ${centre.next_opening ? html`<span class="quiet">${t("Opens {moment}", { moment: formatMoment(centre.next_opening) })}</span>` : nothing}
    </p>`;
  }

  #renderWeek(): TemplateResult {
    const people = [...new Map(this.#shifts.map(({ counsellor }) => [counsellor.id, counsellor.name]))];
    const rows = people.map(
      ([id, name]) =>
        html`<tr data-testid="shift-row">
          <th scope="row"><bdi>${name}</bdi></th>
          ${this.#week.map((day) => html`<td>${this.#on(day, id).map((shift) => this.#renderShift(shift))}</td>`)}
        </tr>`,
    );
    const heads = [t("Name"), ...this.#week.map((day) => html`<th scope="col" class=${day === seoulDay() ? "today" : ""}>${nameWeekday(day)}</th>`)];
    return renderTable(t("Shifts"), heads, rows, t("No shifts are planned in this week."));
  }

  #renderShift(shift: Shift): TemplateResult {
    const times = `${seoulTime(shift.starts_at)}–${seoulTime(shift.ends_at)}`;
    return html`<div class="shift" data-testid="shift">
      <bdi>${times}</bdi>
      ${this.#centre ? nothing : html`<span class="quiet">${nameCentre(this.#centres, shift.centre)}</span>`}
      ${this.mayI("plan_shifts")
        ? html`<button type="button" class="plain" data-testid="remove-shift" ?disabled=${this.isBusy} @click=${() => void this.#remove(shift)}>
            ${t("Remove")}<span class="unseen">: ${shift.counsellor.name}, ${times}</span>
          </button>`
        : nothing}
    </div>`;
  }

  #renderForm(): TemplateResult {
    const people = this.#people.filter((one) => answers(one) && !one.is_disabled).map((one): Option => ({ value: one.id, label: one.name }));
    return renderShiftForm({
      people,
      centres: this.#ownCentres,
      centre: this.#centre,
      week: this.#week,
      submit: this.#add,
      cancel: this.#stopAdding,
      isBusy: this.isBusy,
    });
  }

  /** The centres at which this counsellor works; without any, all are. */
  get #ownCentres(): Option[] {
    const own = this.counsellor.centres;
    return centreOptions(this.#centres.filter((one) => own.length === 0 || own.includes(one.id)));
  }

  #on(day: string, counsellor: string): Shift[] {
    return this.#shifts
      .filter((one) => one.counsellor.id === counsellor && seoulDay(one.starts_at) === day)
      .sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  }

  #go(days: number): void {
    this.#week = weekOf(addDays(this.#week[0] ?? seoulDay(), days));
    void this.act(() => this.load());
  }

  #chooseCentre = (event: Event): void => {
    this.#centre = (event.target as HTMLSelectElement).value;
    void this.act(() => this.load());
  };

  #startAdding = (): void => {
    this.#isAdding = true;
    void this.showHeading("#editor-title");
  };

  #stopAdding = (): void => {
    this.#isAdding = false;
    this.requestUpdate();
  };

  #add = (event: SubmitEvent): void => {
    const shifts = readShifts(event);
    if (shifts.length === 0) {
      this.say(t("Choose at least one day."), false);
      return;
    }
    void this.act(async () => {
      try {
        for (const shift of shifts) await addShift(shift);
        this.#isAdding = false;
      } finally {
        // Where one is refused, those before it are planned.
        await this.load();
      }
    }, t("Saved."));
  };

  #remove(shift: Shift): Promise<boolean> {
    return this.act(async () => {
      await removeShift(shift.id);
      await this.load();
    }, t("The shift has been removed."));
  }
}

customElements.define("desk-shifts", ShiftsPage);
