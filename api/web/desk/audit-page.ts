// <desk-audit>: who read or changed what, newest first; searched by person, subject, kind of action and time.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { type AuditEntry, type AuditQuery, searchAudit } from "./audit-gateway";
import { type Option, readForm, renderField, renderSelect, text } from "./fields";
import { formatMoment } from "../shared/format";
import { DeskPage } from "./page";
import { getPeople } from "./people-gateway";
import { renderMore, renderTable } from "./table-view";
import { addDays, seoulMoment } from "./weeks";

export class AuditPage extends DeskPage {
  #people: Option[] = [];
  #entries: AuditEntry[] = [];
  #wanted: AuditQuery = {};
  #next: number | null = null;

  protected override async load(): Promise<void> {
    // Auditors see the log, but not the list of people.
    const mayList = this.mayI("read_tickets") || this.mayI("manage_people");
    if (mayList) this.#people = (await getPeople()).map(({ id, name }) => ({ value: id, label: name }));
    await this.#search();
  }

  protected override nameOfPage(): string {
    return t("Log");
  }

  protected override renderContent(): TemplateResult {
    const everybody = t("Everybody");
    return html`<section class="card">
        <form class="form" role="search" @submit=${this.#submit}>
          ${this.#people.length > 0 ? renderSelect({ name: "who", label: t("Who") }, this.#people, everybody) : nothing}
          ${renderSelect({ name: "kind", label: t("About") }, kindOptions(), t("All"))}
          ${renderField({ name: "action", label: t("Action"), hint: "ticket.claimed, ticket, record", direction: "ltr" })}
          ${renderField({ name: "subject", label: t("Id"), direction: "ltr" })}
          ${renderField({ name: "since", label: t("From"), type: "date" })} ${renderField({ name: "until", label: t("Until"), type: "date" })}
          <p class="line whole"><button type="submit" class="outlined" data-testid="search-audit" ?disabled=${this.isBusy}>${t("Search")}</button></p>
        </form>
      </section>
      <section class="card" data-testid="audit">
        ${renderTable(t("Log"), [t("When"), t("Who"), t("Action"), t("About"), t("Details")], this.#entries.map(renderEntry), t("Nothing here."))}
        ${renderMore(this.#next, this.isBusy, () => void this.act(() => this.#search(this.#next)))}
      </section>`;
  }

  #submit = (event: SubmitEvent): void => {
    const form = readForm(event);
    const [since, until] = [text(form, "since"), text(form, "until")];
    this.#wanted = {
      who: text(form, "who"),
      kind: text(form, "kind"),
      action: text(form, "action"),
      subject: text(form, "subject"),
      since: since && seoulMoment(since),
      until: until && seoulMoment(addDays(until, 1)),
    };
    void this.act(() => this.#search());
  };

  async #search(before: number | null = null): Promise<void> {
    const page = await searchAudit(this.#wanted, before);
    this.#entries = before === null ? page.entries : [...this.#entries, ...page.entries];
    this.#next = page.next;
  }
}

function renderEntry(entry: AuditEntry): TemplateResult {
  const who = entry.counsellor ? html`<bdi>${entry.counsellor.name}</bdi>` : html`<span class="quiet">${t("The system")}</span>`;
  return html`<tr data-testid="audit-entry">
    <td><bdi>${formatMoment(entry.at)}</bdi></td>
    <td>${who}</td>
    <td><bdi dir="ltr">${entry.action}</bdi></td>
    <td>${nameKind(entry.subject_kind)} <bdi class="quiet" dir="ltr">${entry.subject}</bdi></td>
    <td><bdi class="quiet" dir="ltr">${summarise(entry.details)}</bdi></td>
  </tr>`;
}

function summarise(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

const KINDS = ["ticket", "conversation", "counsellor", "shift", "record", "gap", "document", "audit_log"] as const;

function kindOptions(): Option[] {
  return KINDS.map((value) => ({ value, label: nameKind(value) }));
}

function nameKind(kind: string): string {
  switch (kind) {
    case "ticket":
    case "conversation":
      return t("Conversation");
    case "counsellor":
      return t("Account");
    case "shift":
      return t("Shift");
    case "record":
      return t("Counselling record");
    case "gap":
      return t("Open question");
    case "document":
      return t("Document");
    case "audit_log":
      return t("Log");
    default:
      return kind;
  }
}

customElements.define("desk-audit", AuditPage);
