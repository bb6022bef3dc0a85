// The menu of languages, each written in itself.
import { html, type TemplateResult } from "lit";
import { globeIcon } from "./icons";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from "./languages";
import { spokenLanguage, t } from "./words";

export function renderLanguageMenu(choose: (language: Language) => void): TemplateResult {
  const onChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (isLanguage(value)) choose(value);
  };
  return html`<span class="select language">
    ${globeIcon}
    <select data-testid="language-menu" aria-label=${t("Language")} .value=${spokenLanguage()} @change=${onChange}>
      ${LANGUAGES.map(renderOption)}
    </select>
  </span>`;
}

function renderOption(language: Language): TemplateResult {
  return html`<option value=${language} lang=${language} ?selected=${language === spokenLanguage()}>
    ${LANGUAGE_NAMES[language]}
  </option>`;
}
