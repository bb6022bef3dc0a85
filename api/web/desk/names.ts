// How the desk names roles, areas, methods, outcomes, centres and countries; and the choices of forms made of them.
import { isLanguage, LANGUAGE_NAMES, LANGUAGES, localeOf } from "../shared/languages";
import type { Centre, Role } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import type { Option } from "./fields";

/** The languages that we speak. */
export function languageOptions(): Option[] {
  return LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language], language }));
}

// What people who call or come to a centre in Seoul speak besides.
const MORE_LANGUAGES = ["ar", "bn", "es", "fa", "fil", "fr", "hi", "id", "ja", "kk", "km", "ky", "lo", "my", "ne", "si", "th", "tr", "uk"];

/** The languages that we speak and others of residents; `known` is among them whatever it is. */
export function residentLanguageOptions(known: string): Option[] {
  const names = new Intl.DisplayNames([localeOf(spokenLanguage()), "en"], { type: "language" });
  const others = new Set([...MORE_LANGUAGES, known].filter((one) => one && !isLanguage(one)));
  return [...languageOptions(), ...[...others].map((value) => ({ value, label: names.of(value) ?? value }))];
}

/** A language in its own words, or in those of the reader where it is none of ours. */
export function nameResidentLanguage(code: string): string {
  return residentLanguageOptions(code).find((one) => one.value === code)?.label ?? code;
}

const ROLES: readonly Role[] = ["counsellor", "interpreter", "editor", "supervisor", "auditor", "administrator"];

export function roleOptions(): Option[] {
  return ROLES.map((value) => ({ value, label: nameRole(value) }));
}

export function nameRole(role: string): string {
  switch (role) {
    case "counsellor":
      return t("Counsellor");
    case "interpreter":
      return t("Interpreter");
    case "editor":
      return t("Editor");
    case "supervisor":
      return t("Supervisor");
    case "auditor":
      return t("Auditor");
    case "administrator":
      return t("Administrator");
    default:
      return role;
  }
}

const AREAS = ["visa", "settlement", "job", "family"] as const;

/** The areas of the guidebook. */
export function areaOptions(): Option[] {
  return AREAS.map((value) => ({ value, label: nameArea(value) }));
}

/** The areas of the guidebook, and what it does not cover. */
export function caseAreaOptions(): Option[] {
  return [...areaOptions(), { value: "outside", label: nameArea("outside") }];
}

export function nameArea(area: string | null): string {
  switch (area) {
    case "visa":
      return t("Visa and stay");
    case "settlement":
      return t("Settling in");
    case "job":
      return t("Work");
    case "family":
      return t("Family");
    case "outside":
      return t("Something else");
    default:
      return area ?? "";
  }
}

const METHODS = ["web", "line", "kakao", "phone", "visit"] as const;

export function methodOptions(): Option[] {
  return METHODS.map((value) => ({ value, label: nameMethod(value) }));
}

export function nameMethod(method: string): string {
  switch (method) {
    case "web":
      return t("Web chat");
    case "line":
      return "LINE";
    case "kakao":
      return "KakaoTalk";
    case "phone":
      return t("Phone call");
    case "visit":
      return t("Visit");
    default:
      return method;
  }
}

const OUTCOMES = ["answered", "referred", "appointment", "no_reply", "abusive", "other"] as const;

export function outcomeOptions(): Option[] {
  return OUTCOMES.map((value) => ({ value, label: nameOutcome(value) }));
}

export function nameOutcome(outcome: string): string {
  switch (outcome) {
    case "answered":
      return t("Answered");
    case "referred":
      return t("Referred to another place");
    case "appointment":
      return t("Appointment made");
    case "no_reply":
      return t("No reply from the resident");
    case "abusive":
      return t("Abusive");
    case "other":
      return t("Other");
    default:
      return outcome;
  }
}

const EXPERTS = ["tax", "property", "legal"] as const;

export function expertOptions(): Option[] {
  return EXPERTS.map((value) => ({ value, label: nameExpert(value) }));
}

export function nameExpert(expert: string): string {
  switch (expert) {
    case "tax":
      return t("Tax");
    case "property":
      return t("Property");
    case "legal":
      return t("Law");
    default:
      return expert;
  }
}

/** A centre's name in the language spoken, else in Korean. */
export function nameCentre(centres: readonly Centre[], id: string | null): string {
  const name = centres.find((one) => one.id === id)?.name;
  return name?.[spokenLanguage()] ?? name?.["ko"] ?? id ?? "";
}

export function centreOptions(centres: readonly Centre[]): Option[] {
  return centres.map(({ id }) => ({ value: id, label: nameCentre(centres, id) }));
}

export function nameCountry(code: string): string {
  return nameRegions().of(code) ?? code;
}

function nameRegions(): Intl.DisplayNames {
  return new Intl.DisplayNames([localeOf(spokenLanguage()), "en"], { type: "region", fallback: "none" });
}

// Regions that the browser can name and that nobody is a national of.
const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"]);

/** Every country by its two letters, in the order of its names. */
export function countryOptions(): Option[] {
  const names = nameRegions();
  const options = listCodes().flatMap((value) => {
    const label = names.of(value);
    return label ? [{ value, label }] : [];
  });
  return options.sort((one, other) => one.label.localeCompare(other.label, localeOf(spokenLanguage())));
}

/** Two letters that stand for a region today: those of regions that are no more are written otherwise. */
function listCodes(): string[] {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return codes.filter((code) => !NO_COUNTRIES.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
}
