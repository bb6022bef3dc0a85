// Questions before something is lost: starting over, and deleting the conversation everywhere.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { closeAround, renderDialog } from "./dialog";

export function renderStartOver(startOver: () => void): TemplateResult {
  const onYes = (event: Event): void => {
    closeAround(event);
    startOver();
  };
  const text = t("The messages shown here will be removed from this device.");
  return renderDialog("start-over", t("Start a new conversation?"), renderQuestion(text, t("Start new"), "primary", onYes, false));
}

export type Deletion = "idle" | "running" | "failed";

export function renderDelete(deletion: Deletion, remove: () => void): TemplateResult {
  const text = t("All messages and files are deleted for good. Counsellors cannot see them any more either.");
  const failed = html`<p class="trouble" role="alert">${t("This did not work. Please try again.")}</p>`;
  const question = renderQuestion(text, t("Delete for good"), "grave", remove, deletion === "running");
  return renderDialog("delete", t("Delete this conversation?"), html`${deletion === "failed" ? failed : nothing}${question}`);
}

function renderQuestion(text: string, yes: string, tone: "primary" | "grave", onYes: (event: Event) => void, isBusy: boolean): TemplateResult {
  return html`<p>${text}</p>
    <div class="choices">
      <button type="button" class="outlined" @click=${closeAround}>${t("Cancel")}</button>
      <button type="button" class=${tone} data-testid="yes" ?disabled=${isBusy} @click=${onYes}>${yes}</button>
    </div>`;
}
