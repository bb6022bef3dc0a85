// Asks before a conversation is left: afterwards nobody can open it again from this device.
import { html, type TemplateResult } from "lit";
import { t } from "../shared/words";

export function renderStartOverDialog(startOver: () => void): TemplateResult {
  const onClose = (event: Event): void => {
    const dialog = event.target as HTMLDialogElement;
    if (dialog.returnValue === "yes") startOver();
    dialog.returnValue = "";
  };
  return html`<dialog class="ask" aria-labelledby="ask-title" @close=${onClose}>
    <form method="dialog">
      <h2 id="ask-title">${t("Start a new conversation?")}</h2>
      <p>${t("The messages shown here will be removed from this device.")}</p>
      <div class="choices">
        <button value="no" class="outlined">${t("Cancel")}</button>
        <button value="yes" class="primary" data-testid="start-over-yes">${t("Start new")}</button>
      </div>
    </form>
  </dialog>`;
}
