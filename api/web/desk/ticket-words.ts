// How the desk names what stands in a ticket.
import { html, type TemplateResult } from "lit";
import { formatNumber, minutesSince } from "../shared/format";
import { isLanguage, LANGUAGE_NAMES } from "../shared/languages";
import type { Ticket } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";

function nameLanguage(code: string): string {
  return isLanguage(code) ? LANGUAGE_NAMES[code] : code;
}

/** The name of a language in the type of that language. */
export function renderLanguage(code: string): TemplateResult {
  return html`<bdi lang=${code}>${nameLanguage(code)}</bdi>`;
}

export function nameReason(reason: Ticket["reason"]): string {
  switch (reason) {
    case "request":
      return t("Asked for a counsellor");
    case "danger":
      return t("Possible danger");
    case "failure":
      return t("The assistant could not answer");
  }
}

/** How long ago, in minutes, hours or days. */
export function nameAge(moment: string, now = new Date()): string {
  const minutes = minutesSince(moment, now);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return t("{minutes} min", { minutes: formatNumber(minutes) });
  if (minutes < 48 * 60) return t("{hours} h", { hours: formatNumber(Math.floor(minutes / 60)) });
  return t("{days} d", { days: formatNumber(Math.floor(minutes / 1440)) });
}

/** The name of the centre of a ticket, in the language spoken, else in Korean; empty without one. */
export function nameCentreOf({ centre }: Ticket): string {
  if (!centre) return "";
  return centre.name[spokenLanguage()] ?? centre.name["ko"] ?? centre.id;
}

/** Languages by their own names, in one line. */
export function nameLanguages(codes: readonly string[]): string {
  return codes.map(nameLanguage).join(", ");
}
