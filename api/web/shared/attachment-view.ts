// A photo or document in a conversation, as a tile: what it is and how large.
import { html, type TemplateResult } from "lit";
import { formatNumber } from "./format";
import { paperIcon, photoIcon } from "./icons";
import type { Attachment } from "./wire";
import { t } from "./words";

const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;

export function isPhoto({ media_type }: Attachment): boolean {
  return media_type.startsWith("image/");
}

export function renderAttachment(attachment: Attachment): TemplateResult {
  return html`<span class="attachment" data-testid="attachment">${renderKind(attachment)}</span>`;
}

/** Icon, kind and size, in the words of whoever looks at it. */
export function renderKind(attachment: Attachment): TemplateResult {
  const [icon, kind] = isPhoto(attachment) ? [photoIcon, t("Photo")] : [paperIcon, t("Document")];
  return html`${icon}<span>${kind}</span><bdi class="size">${formatSize(attachment.size)}</bdi>`;
}

function formatSize(bytes: number): string {
  if (bytes < MEGABYTE) return `${formatNumber(Math.max(1, Math.round(bytes / KILOBYTE)))} KB`;
  return `${formatNumber(Math.round((10 * bytes) / MEGABYTE) / 10)} MB`;
}
