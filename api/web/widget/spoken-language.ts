// Which language the chat speaks: chosen by the resident, else set by the page, else the browser's, else Korean.
import type { DeviceStore } from "../shared/device-store";
import { findLanguage, type Language } from "../shared/languages";

const NAME = "language";

export function findChosenLanguage(store: DeviceStore): Language | null {
  return findLanguage(store.read<string>(NAME));
}

export function keepChosenLanguage(store: DeviceStore, language: Language): void {
  store.write(NAME, language);
}

export function readFirstLanguage(store: DeviceStore, attribute: string | null): Language {
  const browsers = navigator.languages.map(findLanguage).find((language) => language !== null);
  return findChosenLanguage(store) ?? findLanguage(attribute) ?? browsers ?? "ko";
}
