// <desk-records>: the counselling records of all centres that one may see, and the form for each.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { backIcon } from "../shared/icons";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { download } from "./download";
import { readForm } from "./fields";
import { DeskPage } from "./page";
import { getCentres } from "./people-gateway";
import { type Draft, readRecord, renderRecordFields } from "./record-form";
import { renderReferral } from "./record-view";
import * as gateway from "./records-gateway";
import { readFilter, renderFilter, renderRecords } from "./records-list";
import { renderMore } from "./table-view";
import { addDays, seoulDay } from "./weeks";

type CaseRecord = gateway.CaseRecord;

// Follow-ups of the coming week are worth a look, too.
const AHEAD_DAYS = 7;

export class RecordsPage extends DeskPage {
  static override properties = { ...DeskPage.properties, ticket: { attribute: false } };

  /** The ticket whose record is to be shown first; "" for the list. */
  declare ticket: string;
  #centres: Centre[] = [];
  #records: CaseRecord[] = [];
  #due: CaseRecord[] = [];
  #next: string | null = null;
  #wanted: gateway.RecordQuery = {};
  #open: Draft | null = null;
  #to = "";

  protected override async load(): Promise<void> {
    this.#centres = await getCentres();
    if (this.ticket) this.#open = await gateway.getTicketRecord(this.ticket);
    await this.#loadList();
  }

  protected override nameOfPage(): string {
    return t("Counselling records");
  }

  protected override renderActions(): TemplateResult {
    if (this.#open) {
      return html`<button type="button" class="outlined" data-testid="to-list" @click=${this.#close}>${backIcon}${t("Back to the list")}</button>`;
    }
    return html`<button type="button" class="primary" data-testid="new-record" @click=${this.#begin}>${t("Record a call or visit")}</button>`;
  }

  protected override renderContent(): TemplateResult {
    if (this.#open) return this.#renderOpen(this.#open);
    const edit = (record: CaseRecord): void => this.#edit(record);
    return html`${this.#due.length > 0
        ? html`<section class="card" data-testid="follow-ups">
            <h3>${t("Follow-ups that are due")}</h3>
            ${renderRecords(this.#due, this.#centres, edit)}
          </section>`
        : nothing}
      <section class="card">${renderFilter(this.#wanted, this.#centres, this.#filter, this.isBusy)}</section>
      <section class="card" data-testid="records">
        ${renderRecords(this.#records, this.#centres, edit)} ${renderMore(this.#next, this.isBusy, () => void this.#more())}
      </section>`;
  }

  #renderOpen(record: Draft): TemplateResult {
    return html`<section class="card" data-testid="record-editor">
        <h3 tabindex="-1" id="editor-title">${record.id ? t("Counselling record") : t("New record")}</h3>
        ${keyed(
          record.id ?? record.ticket ?? "",
          html`<form class="form" aria-labelledby="editor-title" @submit=${(event: SubmitEvent) => this.#save(event, record)}>
            ${renderRecordFields(record, this.#centres)}
            <p class="line whole">
              <button type="submit" class="primary" data-testid="save-record" ?disabled=${this.isBusy}>${t("Save")}</button>
              ${isSaved(record)
                ? html`<button type="button" class="plain" data-testid="same-person" @click=${() => this.#beginFor(record)}>
                    ${t("Another record of this person")}
                  </button>`
                : nothing}
            </p>
          </form>`,
        )}
      </section>
      ${isSaved(record)
        ? renderReferral(record, {
            to: this.#to,
            centres: this.#centres,
            isBusy: this.isBusy,
            address: (to) => {
              this.#to = to;
              this.requestUpdate();
            },
            consent: (given) => void this.#consent(record, given),
            save: (url) => void this.act(() => download(url, "referral.pdf")),
          })
        : nothing}`;
  }

  async #loadList(): Promise<void> {
    const until = addDays(seoulDay(), AHEAD_DAYS);
    const [page, due] = await Promise.all([gateway.getRecords(this.#wanted), gateway.getFollowUps(until)]);
    [this.#records, this.#next, this.#due] = [page.records, page.next, due];
  }

  #more(): Promise<boolean> {
    return this.act(async () => {
      const page = await gateway.getRecords(this.#wanted, this.#next);
      this.#records = [...this.#records, ...page.records];
      this.#next = page.next;
    });
  }

  #filter = (event: SubmitEvent): void => {
    this.#wanted = readFilter(readForm(event));
    void this.act(() => this.#loadList());
  };

  #begin = (): void => this.#edit({ consulted_on: seoulDay(), centre: this.counsellor.centres[0] ?? null });

  #beginFor({ person, language, nationality, stay_status, centre }: CaseRecord): void {
    this.#edit({ consulted_on: seoulDay(), person, language, nationality, stay_status, centre });
  }

  #edit(record: Draft): void {
    this.#open = record;
    this.#to = record.referred_to ?? "";
    this.say("");
    void this.showHeading("#editor-title");
  }

  #close = (): void => {
    this.#open = null;
    this.say("");
    void this.act(() => this.#loadList());
  };

  #save(event: SubmitEvent, record: Draft): void {
    const form = readRecord(readForm(event));
    void this.act(async () => {
      this.#open = await store(record, form);
      this.#to ||= this.#open.referred_to ?? "";
    }, t("Saved."));
  }

  #consent(record: CaseRecord, given: boolean): Promise<boolean> {
    return this.act(async () => {
      this.#open = await gateway.noteConsent(record.id ?? "", given);
    });
  }
}

function isSaved(record: Draft): record is CaseRecord {
  return Boolean(record.id);
}

function store(record: Draft, form: gateway.RecordForm): Promise<CaseRecord> {
  if (record.id) return gateway.changeRecord(record.id, form);
  if (record.ticket) return gateway.saveTicketRecord(record.ticket, form);
  return gateway.addRecord(record.person ? { ...form, person: record.person } : form);
}

customElements.define("desk-records", RecordsPage);
