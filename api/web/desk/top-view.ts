// The head of the desk: its screens, whether the gateway is reached, whether one takes conversations, language and account.
import { html, nothing, type TemplateResult } from "lit";
import { roadSign } from "../shared/icons";
import { renderLanguageMenu } from "../shared/language-menu";
import type { Language } from "../shared/languages";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { renderScreens, type Screen } from "./screens";

export interface TopSetting {
  screen: Screen;
  showScreen: (screen: Screen) => void;
  chooseLanguage: (language: Language) => void;
  openHelp: () => void;
  account: TemplateResult | typeof nothing;
}

export function renderTop(desk: Desk, setting: TopSetting): TemplateResult {
  return html`<header class="top">
    ${roadSign}
    <h1>${t("Counsellors' desk")}</h1>
    ${desk.counsellor ? renderScreens(desk.counsellor, setting.screen, setting.showScreen) : nothing}
    <p class="connection" role="status">${desk.isReached ? nothing : t("No connection. We keep trying.")}</p>
    ${renderAvailability(desk)}
    <button type="button" class="square plain" aria-label=${t("Keyboard")} data-testid="help" aria-keyshortcuts="?" @click=${setting.openHelp}>?</button>
    ${renderLanguageMenu(setting.chooseLanguage)} ${setting.account}
  </header>`;
}

/** Only who answers tickets is given some. */
function renderAvailability(desk: Desk): TemplateResult | typeof nothing {
  const { counsellor } = desk;
  if (!counsellor?.rights?.includes("answer")) return nothing;
  const { is_available: isAvailable } = counsellor;
  return html`<button
    type="button"
    role="switch"
    class="switch"
    data-testid="availability"
    aria-checked=${isAvailable ? "true" : "false"}
    @click=${() => void desk.setAvailability(!isAvailable)}
  >
    <span class="switch-track" aria-hidden="true"></span>${t("I take conversations")}
  </button>`;
}
