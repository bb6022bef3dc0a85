// A photo or document that has not arrived yet: how far it is, or why it did not go.
import { html, nothing, type TemplateResult } from "lit";
import { formatNumber } from "../shared/format";
import { paperIcon, photoIcon } from "../shared/icons";
import { t } from "../shared/words";
import type { FileOnItsWay, FileTray } from "./file-tray";

export function renderFiles(tray: FileTray): TemplateResult[] {
  return tray.files.map((file) => renderFile(file, tray));
}

function renderFile(entry: FileOnItsWay, tray: FileTray): TemplateResult {
  const { file, stage, detail } = entry;
  const isPhoto = file.type.startsWith("image/");
  return html`<article class="message resident own unsent-message ${stage}" data-testid="upload" data-delivery=${stage}>
    <p class="speaker unseen">${t("You")}</p>
    <div class="said file">
      ${isPhoto ? photoIcon : paperIcon}
      <span><span class="unseen">${isPhoto ? t("Photo") : t("Document")}</span> <bdi>${file.name}</bdi></span>
    </div>
    ${stage === "sending" ? renderProgress(entry) : renderTrouble(detail, stage, entry, tray)}
  </article>`;
}

function renderProgress({ progress, file }: FileOnItsWay): TemplateResult {
  const label = t("Sending {name}", { name: file.name });
  const percent = Math.round(progress * 100);
  return html`<div class="delivery">
    <progress max="100" .value=${percent} aria-label=${label}></progress>
    <span aria-hidden="true">${formatNumber(percent)} %</span>
  </div>`;
}

function renderTrouble(detail: string, stage: FileOnItsWay["stage"], entry: FileOnItsWay, tray: FileTray): TemplateResult {
  const retry = html`<button type="button" class="plain small" data-testid="retry-upload" @click=${() => tray.retry(entry)}>${t("Try again")}</button>`;
  return html`<p class="delivery refusal" role="alert">
    <span>${detail}</span>
    ${stage === "failed" ? retry : nothing}
    <button type="button" class="plain small" data-testid="remove-upload" @click=${() => tray.remove(entry)}>${t("Remove")}</button>
  </p>`;
}
