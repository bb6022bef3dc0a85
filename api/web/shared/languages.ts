// The eight languages: what each calls itself, the way it runs and its Intl locale.

const LOCALES = {
  ko: "ko-KR",
  en: "en-GB",
  zh: "zh-CN",
  vi: "vi-VN",
  mn: "mn-MN",
  ru: "ru-RU",
  uz: "uz-Latn",
  ur: "ur-PK",
} as const;

export type Language = keyof typeof LOCALES;

/** Each language in its own words, in the order of the menus. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  ko: "한국어",
  en: "English",
  zh: "中文",
  vi: "Tiếng Việt",
  mn: "Монгол",
  ru: "Русский",
  uz: "O‘zbekcha",
  ur: "اردو",
};

export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as Language[];

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && value in LOCALES;
}

/** The language of a tag such as "zh-Hans-CN", if it is one of ours. */
export function findLanguage(tag: string | null | undefined): Language | null {
  const code = tag?.toLowerCase().split("-")[0];
  return isLanguage(code) ? code : null;
}

export function directionOf(language: string): "rtl" | "ltr" {
  return language === "ur" ? "rtl" : "ltr";
}

export function localeOf(language: Language): string {
  return LOCALES[language];
}
