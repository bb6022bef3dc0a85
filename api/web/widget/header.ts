// The head of the chat: name, one line, language menu, and the ways out.
import { html, nothing, type TemplateResult } from "lit";
import { closeIcon, leaveIcon, moreIcon, roadSign } from "../shared/icons";
import { renderLanguageMenu } from "../shared/language-menu";
import type { Language } from "../shared/languages";
import { t } from "../shared/words";

export interface HeaderActions {
  chooseLanguage: (language: Language) => void;
  openMenu: (event: Event) => void;
  close: () => void;
  leaveQuickly: () => Promise<void>;
}

export interface HeaderSetting {
  canClose: boolean;
  /** Messages are there: the room is theirs. */
  isBusy: boolean;
}

export function renderHeader(setting: HeaderSetting, actions: HeaderActions): TemplateResult {
  return html`<header class="head ${setting.isBusy ? "busy" : ""}">
    ${roadSign}
    <div class="name">
      <h1 id="name" tabindex="-1"><span lang="ko">길동무</span> <span class="latin" lang="en">Gildongmu</span></h1>
      <p>${t("Advice for life in Seoul, in your language")}</p>
    </div>
    ${renderLanguageMenu(actions.chooseLanguage)} ${renderLeave(actions)} ${renderMore(actions)}
    ${setting.canClose ? renderClose(actions) : nothing}
  </header>`;
}

function renderMore(actions: HeaderActions): TemplateResult {
  const label = t("More");
  return html`<button
    type="button"
    class="plain square more"
    data-testid="more"
    aria-haspopup="dialog"
    aria-label=${label}
    title=${label}
    @click=${actions.openMenu}
  >
    ${moreIcon}
  </button>`;
}

function renderLeave(actions: HeaderActions): TemplateResult {
  const label = t("Leave quickly");
  return html`<button
    type="button"
    class="plain square"
    data-testid="leave-quickly"
    aria-label=${label}
    title=${label}
    @click=${actions.leaveQuickly}
  >
    ${leaveIcon}
  </button>`;
}

function renderClose(actions: HeaderActions): TemplateResult {
  return html`<button type="button" class="plain square" data-testid="close-chat" aria-label=${t("Close chat")} @click=${actions.close}>
    ${closeIcon}
  </button>`;
}
