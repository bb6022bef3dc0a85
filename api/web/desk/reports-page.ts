// <desk-reports>: a period in figures and tables, to be read, printed or taken into a spreadsheet.
import { type CSSResultGroup, html, nothing, type TemplateResult } from "lit";
import { formatDay, formatNumber } from "../shared/format";
import { saveIcon } from "../shared/icons";
import type { Centre } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import { readForm, renderField, renderSelect, text } from "./fields";
import { centreOptions } from "./names";
import { DeskPage } from "./page";
import { getCentres } from "./people-gateway";
import { readHeading, renderReportTable } from "./report-table";
import { getReport, type Period, type Report, type ReportTable, tableUrl, workbookUrl } from "./reports-gateway";
import { reportStyle } from "./reports.css";
import { firstOfMonth, seoulDay } from "./weeks";

export class ReportsPage extends DeskPage {
  static override styles: CSSResultGroup = [...(DeskPage.styles as CSSResultGroup[]), reportStyle];

  #period: Period = { since: firstOfMonth(seoulDay()), until: seoulDay(), centre: "" };
  #centres: Centre[] = [];
  #report: Report | null = null;

  protected override async load(): Promise<void> {
    this.#centres = await getCentres();
    this.#report = await getReport(this.#period);
  }

  protected override nameOfPage(): string {
    return t("Reports");
  }

  protected override renderActions(): TemplateResult | typeof nothing {
    if (!this.#report) return nothing;
    return html`<button type="button" class="outlined not-printed" @click=${() => window.print()}>${t("Print")}</button>
      <a class="link-button not-printed" data-testid="workbook" href=${workbookUrl(this.#period, spokenLanguage())} download>${saveIcon}${t("All tables (XLSX)")}</a>`;
  }

  protected override renderContent(): TemplateResult {
    return html`<section class="card not-printed">
        <form class="form" @submit=${this.#choose}>
          ${renderField({ name: "since", label: t("From"), type: "date", value: this.#period.since, isRequired: true })}
          ${renderField({ name: "until", label: t("Until"), type: "date", value: this.#period.until, isRequired: true })}
          ${renderSelect({ name: "centre", label: t("Centre"), value: this.#period.centre }, this.#ownCentres, t("All"))}
          <p class="line whole"><button type="submit" class="primary" data-testid="show-report" ?disabled=${this.isBusy}>${t("Show")}</button></p>
        </form>
      </section>
      ${this.#report ? this.#renderReport(this.#report) : nothing}`;
  }

  #renderReport({ period, totals, tables }: Report): TemplateResult {
    return html`<section class="card" data-testid="totals">
        <h3><bdi>${formatDay(period.since)}</bdi> – <bdi>${formatDay(period.until)}</bdi></h3>
        <dl class="totals">
          ${listTotals().map(
            ([key, name]) =>
              html`<div data-testid="total-${key}">
                <dt>${name}</dt>
                <dd>${typeof totals[key] === "number" ? formatNumber(totals[key]) : "–"}</dd>
              </div>`,
          )}
        </dl>
      </section>
      ${Object.entries(tables).map(([name, table]) => this.#renderTable(name, table))}`;
  }

  #renderTable(name: string, table: ReportTable): TemplateResult {
    return html`<section class="card" data-testid="table-${name}">
      <div class="line table-head">
        <h3>${readHeading(table.title)}</h3>
        <a class="not-printed" data-testid="csv-${name}" href=${tableUrl(this.#period, name, spokenLanguage())} download>
          CSV<span class="unseen">: ${readHeading(table.title)}</span>
        </a>
      </div>
      ${renderReportTable(table, this.#centres)}
    </section>`;
  }

  get #ownCentres(): ReturnType<typeof centreOptions> {
    const own = this.counsellor.centres;
    return centreOptions(this.#centres.filter((one) => own.length === 0 || own.includes(one.id)));
  }

  #choose = (event: SubmitEvent): void => {
    const form = readForm(event);
    const period = { since: text(form, "since"), until: text(form, "until"), centre: text(form, "centre") };
    if (period.since > period.until) {
      this.say(t("The period must end after it begins."), false);
      return;
    }
    void this.act(async () => {
      this.#report = await getReport(period);
      this.#period = period;
    });
  };
}

/** The totals of a report in the order of the city's form, with their names. */
function listTotals(): [string, string][] {
  return [
    ["cases", t("Cases")],
    ["people", t("People")],
    ["expert_cases", t("Cases with expert advice")],
    ["conversations", t("Conversations with the assistant")],
    ["settled_alone", t("Settled by the assistant alone")],
    ["opened", t("Passed on to counsellors")],
    ["closed", t("Closed by counsellors")],
    ["not_reached", t("Closed before a counsellor came")],
    ["waiting_median", t("Minutes of waiting (median)")],
    ["waiting_p90", t("Minutes of waiting (9 of 10)")],
    ["handling_median", t("Minutes with a counsellor (median)")],
    ["handling_p90", t("Minutes with a counsellor (9 of 10)")],
    ["ratings", t("Ratings")],
    ["satisfaction", t("Satisfaction, 1 to 5")],
    ["follow_ups", t("Follow-ups due")],
  ];
}

customElements.define("desk-reports", ReportsPage);
