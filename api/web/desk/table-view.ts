// A table of the desk's pages, scrolled within its card where it is wider.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../shared/words";

/** A table with a name for those who listen; `none` is said instead of an empty one. */
export function renderTable(name: string, heads: readonly (string | TemplateResult)[], rows: readonly TemplateResult[], none: string): TemplateResult {
  if (rows.length === 0) return html`<p class="none" data-testid="none">${none}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
    <table>
      <thead>
        <tr>
          ${heads.map((head) => (typeof head === "string" ? html`<th scope="col">${head}</th>` : head))}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** The head of a column that holds only buttons. */
export function renderActionsHead(): TemplateResult {
  return html`<th scope="col"><span class="unseen">${t("Actions")}</span></th>`;
}

export function renderNumberHead(name: string): TemplateResult {
  return html`<th scope="col" class="number">${name}</th>`;
}

/** Brings the next page of a list that is longer than shown. */
export function renderMore(next: unknown, isBusy: boolean, more: () => void): TemplateResult | typeof nothing {
  if (next === null || next === undefined) return nothing;
  return html`<p class="line"><button type="button" class="outlined" data-testid="more" ?disabled=${isBusy} @click=${more}>${t("Show more")}</button></p>`;
}
