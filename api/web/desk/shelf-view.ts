// Two screens beside the tickets: the centres' guidebooks, and the glossary.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatDay, formatNumber } from "../shared/format";
import { LANGUAGES } from "../shared/languages";
import { spokenLanguage, t } from "../shared/words";
import type { LibraryDocument, Term } from "./desk-gateway";
import { find, type Shelf } from "./shelf";
import { renderLanguage } from "./ticket-words";

const FORMATS = ".pdf,.docx,.hwpx,.xlsx,.csv,.html,.htm,.md,.txt";

/** Everybody may read what the centres have handed in; `mayEdit` adds and chooses editions. */
export function renderGuidebooks(shelf: Shelf, mayEdit: boolean): TemplateResult {
  return html`<main class="shelf" aria-label=${t("Guidebooks")} data-testid="guidebooks">
    ${mayEdit ? renderTaking(shelf) : nothing}
    <section class="shelf-card">
      <h2>${t("Guidebooks of the centres")}</h2>
      ${shelf.documents.length === 0 ? html`<p class="quiet">${t("No guidebook has been added yet.")}</p>` : nothing}
      <ul class="documents">
        ${repeat(
          shelf.documents,
          (one) => one.id,
          (one) => renderDocument(one, shelf, mayEdit),
        )}
      </ul>
    </section>
  </main>`;
}

function renderTaking(shelf: Shelf): TemplateResult {
  return html`<section class="shelf-card">
    <h2>${t("Add a guidebook")}</h2>
    <form class="taking" @submit=${(event: SubmitEvent) => void submit(event, shelf)}>
      <label for="file">${t("File (PDF, DOCX, HWPX, XLSX, CSV, HTML, Markdown or text)")}</label>
      <input id="file" name="file" type="file" accept=${FORMATS} required data-testid="document-file" />
      <label for="document-title">${t("Title that residents see")}</label>
      <input id="document-title" name="title" maxlength="200" dir="auto" required data-testid="document-title" />
      <label for="document-name">${t("New edition of")}</label>
      <span class="select wide"
        ><select id="document-name" name="document" data-testid="document-name">
          <option value="">${t("A new document")}</option>
          ${shelf.documents.map((one) => html`<option value=${one.id}>${nameOf(one)}</option>`)}
        </select></span
      >
      <label for="review-by">${t("Check again by")}</label>
      <input id="review-by" name="review_by" type="date" />
      <button type="submit" class="primary" ?disabled=${shelf.isBusy} data-testid="add-document">${t("Add")}</button>
    </form>
    <p role="status" class=${shelf.notice.isGood ? "good" : "trouble"} data-testid="shelf-notice">${shelf.notice.text}</p>
  </section>`;
}

function renderDocument(document: LibraryDocument, shelf: Shelf, mayEdit: boolean): TemplateResult {
  const edition = find(document, document.current);
  const older = document.editions.filter((one) => one.number !== document.current).reverse();
  return html`<li data-testid="document">
    <h3 dir="auto">${nameOf(document)}</h3>
    ${edition
      ? html`<p class="quiet">
          ${t("Edition {number}, added on {date}", { number: formatNumber(edition.number), date: formatDay(edition.added) })} ·
          <bdi>${edition.file}</bdi> ${edition.review_by ? html`· ${t("Check again by")} <bdi>${formatDay(edition.review_by)}</bdi>` : nothing}
        </p>
        <p class="quiet">
          ${Object.entries(edition.passages).map(([code, count]) => html`<span class="tag">${renderLanguage(code)} ${formatNumber(count)}</span> `)}
        </p>`
      : html`<p class="quiet">${t("Withdrawn: it answers no more.")}</p>`}
    <p class="document-actions">
      ${edition
        ? html`<a href=${address(document, edition.number)} target="_blank" rel="noopener">${t("Read")}</a>`
        : nothing}
      ${mayEdit ? renderChoices(document, edition, older, shelf) : nothing}
    </p>
  </li>`;
}

function renderChoices(
  document: LibraryDocument,
  edition: LibraryDocument["editions"][number] | undefined,
  older: LibraryDocument["editions"],
  shelf: Shelf,
): TemplateResult {
  return html`${edition
    ? html`<button type="button" class="plain" ?disabled=${shelf.isBusy} data-testid="withdraw" @click=${() => void shelf.choose(document.id, 0)}>
        ${t("Withdraw")}
      </button>`
    : nothing}
  ${older.map(
    (one) =>
      html`<button
        type="button"
        class="plain"
        ?disabled=${shelf.isBusy}
        data-testid="choose-edition"
        @click=${() => void shelf.choose(document.id, one.number)}
      >
        ${t("Use edition {number} of {date}", { number: formatNumber(one.number), date: formatDay(one.added) })}
      </button>`,
  )}`;
}

export function renderGlossary(shelf: Shelf): TemplateResult {
  const found = shelf.foundTerms;
  const count = t("{count} words", { count: formatNumber(found.length) });
  return html`<main class="shelf" aria-label=${t("Glossary")} data-testid="glossary">
    <section class="shelf-card">
      <label for="glossary-search">${t("Search in all languages")}</label>
      <input
        id="glossary-search"
        type="search"
        dir="auto"
        .value=${shelf.wanted}
        data-testid="glossary-search"
        @input=${(event: Event) => shelf.search((event.target as HTMLInputElement).value)}
      />
      <p role="status" class="quiet">${count}</p>
    </section>
    ${repeat(
      found,
      (term) => term.id,
      (term) => renderTerm(term),
    )}
  </main>`;
}

function renderTerm(term: Term): TemplateResult {
  return html`<section class="shelf-card term" data-testid="term">
    <dl>
      ${LANGUAGES.map(
        (language) =>
          html`<dt>${renderLanguage(language)}</dt>
            <dd dir="auto" lang=${language}>
              ${term.forms[language]}
              ${term.variants[language]?.length ? html`<span class="quiet"> · ${term.variants[language].join(" · ")}</span>` : nothing}
              ${(term.avoid[language] ?? []).map((one) => html`<span class="avoided"><s>${one}</s></span>`)}
            </dd>`,
      )}
    </dl>
  </section>`;
}

function nameOf(document: LibraryDocument): string {
  return find(document, document.current)?.title ?? document.editions.at(-1)?.title ?? document.id;
}

function address(document: LibraryDocument, edition: number): string {
  return `/documents/${spokenLanguage()}/${encodeURIComponent(document.id)}/${edition}`;
}

async function submit(event: SubmitEvent, shelf: Shelf): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  if (await shelf.add(new FormData(form))) form.reset();
}
