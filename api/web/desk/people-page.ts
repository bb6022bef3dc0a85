// <desk-people>: who works at the desk; inviting, changing and ending accounts for those who may.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { readForm } from "./fields";
import { nameCentre, nameRole } from "./names";
import { DeskPage } from "./page";
import * as gateway from "./people-gateway";
import { type Handed, renderImport, renderInvitations, renderReport } from "./people-import";
import { readPerson, renderPersonFields } from "./person-form";
import { renderActionsHead, renderTable } from "./table-view";
import { renderLanguage } from "./ticket-words";

type Person = gateway.Person;
type Editor = { kind: "invite" } | { kind: "import" } | { kind: "change"; person: Person };

export class PeoplePage extends DeskPage {
  #people: Person[] = [];
  #centres: Centre[] = [];
  #wanted = "";
  #editor: Editor | null = null;
  #handed: Handed[] = [];
  #report: gateway.Import | null = null;

  protected override async load(): Promise<void> {
    [this.#people, this.#centres] = await Promise.all([gateway.getPeople(), gateway.getCentres()]);
  }

  protected override nameOfPage(): string {
    return t("Staff");
  }

  protected override renderActions(): TemplateResult | typeof nothing {
    if (!this.mayI("manage_people")) return nothing;
    return html`<button type="button" class="outlined" data-testid="import" @click=${() => this.#open({ kind: "import" })}>${t("Import a list")}</button>
      <button type="button" class="primary" data-testid="invite" @click=${() => this.#open({ kind: "invite" })}>${t("Invite somebody")}</button>`;
  }

  protected override renderContent(): TemplateResult {
    return html`${this.#handed.length > 0 ? renderInvitations(this.#handed, (text) => this.say(text)) : nothing}
      ${this.#report ? renderReport(this.#report) : nothing} ${this.#renderEditor()}
      <section class="card">
        <div class="field">
          <label for="wanted">${t("Search by name, role or language")}</label>
          <input id="wanted" type="search" dir="auto" data-testid="people-search" .value=${this.#wanted} @input=${this.#search} />
        </div>
        ${this.#renderPeople()}
      </section>`;
  }

  #renderPeople(): TemplateResult {
    const isManager = this.mayI("manage_people");
    const heads = [t("Name"), t("Role"), t("Languages"), t("Centres"), t("Now"), ...(isManager ? [t("Second step"), renderActionsHead()] : [])];
    const rows = this.#found.map((person) => this.#renderPerson(person, isManager));
    return renderTable(t("Staff"), heads, rows, t("Nobody found."));
  }

  #renderPerson(person: Person, isManager: boolean): TemplateResult {
    return html`<tr class=${person.is_disabled ? "ended" : ""} data-testid="person" data-person=${person.id}>
      <th scope="row">
        <bdi>${person.name}</bdi>${person.email ? html`<br /><bdi class="quiet" dir="ltr">${person.email}</bdi>` : nothing}
      </th>
      <td>${nameRole(person.role)}</td>
      <td>${person.languages.map((one, place) => html`${place ? ", " : ""}${renderLanguage(one)}`)}</td>
      <td>${person.centres.length > 0 ? person.centres.map((one) => html`<div>${nameCentre(this.#centres, one)}</div>`) : t("All")}</td>
      <td>${renderState(person)}</td>
      ${isManager ? this.#renderManaged(person) : nothing}
    </tr>`;
  }

  #renderManaged(person: Person): TemplateResult {
    // Without an address, the account is not this person's to change.
    if (!person.email) return html`<td></td><td></td>`;
    return html`<td>${person.second_factor ? t("On") : t("Off")}</td>
      <td class="acts">
        <button type="button" class="plain" data-testid="change-person" @click=${() => this.#open({ kind: "change", person })}>
          ${t("Change")}<span class="unseen">: ${person.name}</span>
        </button>
      </td>`;
  }

  #renderEditor(): TemplateResult | typeof nothing {
    const editor = this.#editor;
    if (!editor) return nothing;
    if (editor.kind === "import") return renderImport(this.#import, this.#close, this.isBusy);
    const person = editor.kind === "change" ? editor.person : null;
    return html`<section class="card" data-testid="person-editor">
      <h3 tabindex="-1" id="editor-title">${person ? person.name : t("Invite somebody")}</h3>
      ${keyed(
        person?.id ?? "",
        html`<form class="form" aria-labelledby="editor-title" @submit=${(event: SubmitEvent) => this.#save(event, person)}>
          ${renderPersonFields(person, this.#centres)}
          <p class="line whole">
            <button type="submit" class="primary" data-testid="save-person" ?disabled=${this.isBusy}>${person ? t("Save") : t("Invite")}</button>
            <button type="button" class="outlined" @click=${this.#close}>${t("Cancel")}</button>
            ${person ? this.#renderMoreActions(person) : nothing}
          </p>
        </form>`,
      )}
    </section>`;
  }

  #renderMoreActions(person: Person): TemplateResult {
    if (person.is_disabled) {
      return html`<button type="button" class="plain" data-testid="enable-person" @click=${() => void this.#enable(person)}>${t("Open this account again")}</button>`;
    }
    return html`<button type="button" class="plain" data-testid="invite-again" @click=${() => void this.#inviteAgain(person)}>${t("New invitation link")}</button>
      ${person.second_factor && person.id !== this.counsellor.id
        ? html`<button type="button" class="plain" data-testid="reset-second-factor" @click=${() => void this.#resetSecondFactor(person)}>
            ${t("Take the second step away")}
          </button>`
        : nothing}
      ${person.id === this.counsellor.id
        ? nothing
        : html`<button type="button" class="plain" data-testid="disable-person" @click=${() => void this.#disable(person)}>${t("End this account")}</button>`}`;
  }

  get #found(): Person[] {
    const wanted = this.#wanted.trim().toLowerCase();
    const words = (person: Person): string =>
      [person.name, person.email, nameRole(person.role), ...person.languages, ...person.centres.map((one) => nameCentre(this.#centres, one))].join(" ");
    return wanted ? this.#people.filter((person) => words(person).toLowerCase().includes(wanted)) : this.#people;
  }

  #search = (event: Event): void => {
    this.#wanted = (event.target as HTMLInputElement).value;
    this.requestUpdate();
  };

  #open(editor: Editor): void {
    this.#editor = editor;
    this.say("");
    void this.showHeading("#editor-title");
  }

  #close = (): void => {
    this.#editor = null;
    this.requestUpdate();
  };

  #save(event: SubmitEvent, person: Person | null): void {
    const form = readPerson(readForm(event));
    if (form.languages.length === 0) {
      this.say(t("Choose at least one language."), false);
      return;
    }
    void this.#act(async () => {
      if (person) await gateway.changePerson(person.id, form);
      else this.#hand(form.name, (await gateway.addPerson(form)).invitation);
    }, t("Saved."));
  }

  #import = (event: SubmitEvent): void => {
    const file = readForm(event).get("file");
    if (!(file instanceof File)) return;
    void this.#act(async () => {
      this.#report = await gateway.importPeople(file);
      for (const { person, invitation } of this.#report.added) this.#hand(person.name, invitation);
    });
  };

  #inviteAgain(person: Person): Promise<boolean> {
    return this.#act(async () => this.#hand(person.name, await gateway.invitePerson(person.id)));
  }

  #enable(person: Person): Promise<boolean> {
    return this.#act(() => gateway.changePerson(person.id, { is_disabled: false }), t("Saved."));
  }

  async #resetSecondFactor(person: Person): Promise<void> {
    const isSure = await this.confirm(t("Take the second step of {name} away? They are signed out everywhere.", { name: person.name }), t("Take away"));
    if (isSure) await this.#act(() => gateway.resetSecondFactor(person.id), t("Saved."));
  }

  async #disable(person: Person): Promise<void> {
    const words = t("End the account of {name}? They are signed out, and their conversations go back to the queue.", { name: person.name });
    if (await this.confirm(words, t("End the account"))) await this.#act(() => gateway.disablePerson(person.id), t("The account has ended."));
  }

  /** Do it, close the editor, and show everybody as they are now. */
  #act(action: () => Promise<void>, done = ""): Promise<boolean> {
    return this.act(async () => {
      await action();
      this.#editor = null;
      await this.load();
    }, done);
  }

  #hand(name: string, invitation: gateway.Invitation): void {
    this.#handed = [{ name, ...invitation }, ...this.#handed.filter((one) => one.name !== name)];
  }
}

function renderState(person: Person): TemplateResult | typeof nothing {
  if (person.is_disabled) return html`<span class="tag">${t("Account ended")}</span>`;
  if (!person.is_present) return nothing;
  return person.is_available ? html`<span class="tag fine">${t("Takes conversations")}</span>` : html`<span class="tag">${t("At the desk")}</span>`;
}

customElements.define("desk-people", PeoplePage);
