// Many people at once from a CSV file, what was refused of it, and the invitations to hand on.
import { html, nothing, type TemplateResult } from "lit";
import { formatMoment, formatNumber } from "../shared/format";
import { t } from "../shared/words";
import { renderField } from "./fields";
import type { Import, Invitation } from "./people-gateway";
import { renderNumberHead, renderTable } from "./table-view";

/** An invitation, and for whom it is. */
export type Handed = Invitation & { name: string };

const EXAMPLE = "email,name,role,languages,centres\nkim@example.org,김하나,counsellor,\"ko,en\",seoul-global-center";

export function renderImport(submit: (event: SubmitEvent) => void, cancel: () => void, isBusy: boolean): TemplateResult {
  return html`<section class="card" data-testid="import-editor">
    <h3 tabindex="-1" id="editor-title">${t("Import a list")}</h3>
    <p>${t("A CSV file with these columns. Several languages or centres stand in one field, with commas. Whoever is there already is left as they are.")}</p>
    <pre class="scroll" tabindex="0" dir="ltr" aria-label=${t("Example")}>${EXAMPLE}</pre>
    <form class="form narrow" @submit=${submit}>
      ${renderField({ name: "file", label: t("CSV file"), type: "file", accept: ".csv,text/csv", isRequired: true })}
      <p class="line">
        <button type="submit" class="primary" data-testid="import-submit" ?disabled=${isBusy}>${t("Import")}</button>
        <button type="button" class="outlined" @click=${cancel}>${t("Cancel")}</button>
      </p>
    </form>
  </section>`;
}

export function renderReport({ added, refused }: Import): TemplateResult {
  const rows = refused.map(
    ({ line, reason }) =>
      html`<tr data-testid="refused-line">
        <td class="number">${formatNumber(line)}</td>
        <td>${nameReason(reason)}</td>
      </tr>`,
  );
  const count = t("Added: {count}", { count: formatNumber(added.length) });
  return html`<section class="card" role="status" data-testid="import-report">
    <p>${count}</p>
    ${refused.length > 0
      ? html`<h3>${t("Lines that were not taken")}</h3>
          ${renderTable(t("Lines that were not taken"), [renderNumberHead(t("Line")), t("Reason")], rows, "")}`
      : nothing}
  </section>`;
}

/** Links that are shown only now: nobody can read them again. */
export function renderInvitations(handed: readonly Handed[], say: (text: string) => void): TemplateResult {
  // Where the gateway does not know its own address, the link begins at this one.
  const complete = (link: string): string => new URL(link, location.origin).href;
  const copy = (link: string): void => void navigator.clipboard.writeText(link).then(() => say(t("Copied")));
  return html`<section class="card" data-testid="invitations">
    <h3>${t("Invitations to hand on")}</h3>
    <p class="quiet">${t("Each link works once. It is shown only now, so copy it before you leave this page.")}</p>
    ${handed.map(
      (one) =>
        html`<p class="line" data-testid="invitation">
          <bdi><strong>${one.name}</strong></bdi> <bdi class="secret" dir="ltr" data-testid="invitation-link">${complete(one.link)}</bdi>
          <button type="button" class="outlined" data-testid="copy-invitation" @click=${() => copy(complete(one.link))}>
            ${t("Copy the address")}<span class="unseen">: ${one.name}</span>
          </button>
          <span class="quiet">${t("Valid until {moment}", { moment: formatMoment(one.expires_at) })}</span>
        </p>`,
    )}
  </section>`;
}

function nameReason(reason: string): string {
  switch (reason) {
    case "columns":
      return t("The columns are not those of the first line.");
    case "email":
      return t("This is not an e-mail address.");
    case "name":
      return t("The name is missing or too long.");
    case "role":
      return t("There is no such role.");
    case "languages":
      return t("There is no such language.");
    case "centres":
      return t("There is no such centre.");
    case "email-taken":
      return t("This e-mail address belongs to another account.");
    case "not-allowed":
      return t("This centre or role is not yours to give.");
    default:
      return reason;
  }
}
