// What residents sent besides text, as counsellors open it: a photo large in a dialog, a document by downloading it.
import { html, type TemplateResult } from "lit";
import { isPhoto, renderKind } from "../shared/attachment-view";
import { closeIcon, saveIcon } from "../shared/icons";
import type { Attachment } from "../shared/wire";
import { t } from "../shared/words";
import { attachmentUrl } from "./desk-gateway";

export function renderOpenable(attachment: Attachment): TemplateResult {
  return isPhoto(attachment) ? renderPhoto(attachment) : renderDocument(attachment);
}

function renderPhoto(attachment: Attachment): TemplateResult {
  const url = attachmentUrl(attachment.id);
  return html`<button type="button" class="thumbnail" data-testid="open-photo" aria-label=${t("Open the photo")} @click=${openDialog}>
      <img src=${url} alt="" loading="lazy" />
      <span class="attachment">${renderKind(attachment)}</span>
    </button>
    <dialog class="large-photo" data-testid="large-photo" aria-label=${t("Photo")} @click=${closeOutside}>
      <form method="dialog">
        <button class="square outlined" aria-label=${t("Close")}>${closeIcon}</button>
      </form>
      <img src=${url} alt=${t("Photo")} loading="lazy" />
    </dialog>`;
}

function renderDocument(attachment: Attachment): TemplateResult {
  return html`<a class="attachment" data-testid="download" href=${attachmentUrl(attachment.id)} download>
    ${renderKind(attachment)}${saveIcon}<span class="unseen">${t("Download")}</span>
  </a>`;
}

function openDialog(event: Event): void {
  const dialog = (event.currentTarget as HTMLElement).nextElementSibling;
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

/** What lies around the photo belongs to the dialog, too. */
function closeOutside(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
