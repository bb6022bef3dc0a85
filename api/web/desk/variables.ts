// The variables of manual replies, as each language writes dates, times and names of centres.
import { findLanguage, localeOf } from "../shared/languages";
import type { Centre, Version } from "../shared/wire";
import { t } from "../shared/words";

/** A version with its variables in their places; what is not filled in yet stays as "{date}". */
export function fillIn(version: Version, values: Readonly<Record<string, string>>, centres: readonly Centre[]): Version {
  const show = (whole: string, name: string): string => {
    const value = values[name];
    return value ? write(name, value, version.language, centres) : whole;
  };
  return { ...version, text: version.text.replace(/\{(\w+)\}/g, show) };
}

/** What a variable is called in forms. */
export function nameVariable(name: string): string {
  switch (name) {
    case "date":
      return t("Date");
    case "time":
      return t("Time");
    case "phone":
      return t("Telephone");
    case "link":
      return t("Web address");
    case "centre":
      return t("Centre");
    default:
      return name;
  }
}

function write(name: string, value: string, language: string, centres: readonly Centre[]): string {
  if (name === "date") return writeDay(value, language);
  if (name !== "centre") return value;
  const names = centres.find((one) => one.id === value)?.name;
  return names?.[language] ?? names?.["ko"] ?? value;
}

function writeDay(day: string, language: string): string {
  const moment = new Date(day);
  const locale = localeOf(findLanguage(language) ?? "ko");
  if (Number.isNaN(moment.getTime()) || Intl.DateTimeFormat.supportedLocalesOf(locale).length === 0) return day;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" }).format(moment);
}
