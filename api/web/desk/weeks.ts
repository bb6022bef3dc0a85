// Days and weeks of Seoul, where the centres are, whatever the clock of the device says.
import { localeOf } from "../shared/languages";
import { spokenLanguage } from "../shared/words";

const SEOUL = "Asia/Seoul";
// Korea has no summer time.
const OFFSET = "+09:00";
const DAY_MS = 86_400_000;
const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone: SEOUL, dateStyle: "short" });
const timeOf = new Intl.DateTimeFormat("sv-SE", { timeZone: SEOUL, timeStyle: "short" });

/** The day on which a moment falls in Seoul, such as "2026-11-23". */
export function seoulDay(moment: Date | string = new Date()): string {
  return dayOf.format(new Date(moment));
}

/** The time of day of a moment in Seoul, such as "09:00". */
export function seoulTime(moment: string): string {
  return timeOf.format(new Date(moment));
}

/** A day and a time in Seoul as a moment for the gateway. */
export function seoulMoment(day: string, time = "00:00"): string {
  return new Date(`${day}T${time}:00${OFFSET}`).toISOString();
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The seven days, from Monday, of the week of a day. */
export function weekOf(day: string): string[] {
  const place = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, count) => addDays(day, count - place));
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 8)}01`;
}

/** "Mon 23", in the words of the language. */
export function nameWeekday(day: string): string {
  const format = new Intl.DateTimeFormat(localeOf(spokenLanguage()), { weekday: "short", day: "numeric", timeZone: "UTC", numberingSystem: "latn" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
