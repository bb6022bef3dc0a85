// Dates, times and numbers in the words of a language, through Intl.
import { localeOf } from "./languages";
import { spokenLanguage } from "./words";

// Where a browser has no words for a language (Mongolian and Uzbek in Chromium), dates are figures, year first.
const FIGURES_LOCALE = "sv-SE";

function hasWords(locale: string): boolean {
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  // A locale known by name only calls November "M11".
  return isKnown && !/M\d/.test(new Intl.DateTimeFormat(locale, { month: "short" }).format());
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(localeOf(spokenLanguage()), { numberingSystem: "latn" }).format(value);
}

/** A calendar day such as "2026-11-22", without any shift of time zone. */
export function formatDay(day: string): string {
  return formatWith(day.slice(0, 10), { dateStyle: "medium", timeZone: "UTC" });
}

/** The time of day, with the date in front unless it is today. */
export function formatMoment(moment: string, now = new Date()): string {
  const today = new Date(moment).toDateString() === now.toDateString();
  return formatWith(moment, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

/** Whole minutes since a moment. */
export function minutesSince(moment: string, now = new Date()): number {
  return Math.max(0, Math.floor((now.getTime() - new Date(moment).getTime()) / 60_000));
}

function formatWith(value: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const wanted = localeOf(spokenLanguage());
  const isInWords = hasWords(wanted);
  const { dateStyle, ...rest } = options;
  return new Intl.DateTimeFormat(isInWords ? wanted : FIGURES_LOCALE, {
    ...rest,
    ...(dateStyle && { dateStyle: isInWords ? dateStyle : "short" }),
    numberingSystem: "latn",
  }).format(date);
}
