// What is needed seldom, behind the one "More" button of the head.
import { html, type TemplateResult } from "lit";
import { closeAround, closeBeside } from "./dialog";
import { t } from "../shared/words";

export interface MenuItem {
  name: string;
  label: string;
  icon: TemplateResult;
  run: () => void;
  tone?: "danger";
}

export interface MenuSetting {
  items: readonly MenuItem[];
  isForgetful: boolean;
  keepNothing: (isForgetful: boolean) => void;
}

export function renderMenu({ items, isForgetful, keepNothing }: MenuSetting): TemplateResult {
  return html`<dialog class="menu" data-name="menu" data-testid="menu" aria-label=${t("More")} @click=${closeBeside}>
    <ul>
      ${items.map(renderItem)}
    </ul>
    <label class="forgetful">
      <input
        type="checkbox"
        data-testid="menu-keep-nothing"
        .checked=${isForgetful}
        @change=${(event: Event) => keepNothing((event.target as HTMLInputElement).checked)}
      />
      <span>${t("Keep nothing of this chat on this device")}</span>
    </label>
  </dialog>`;
}

/** The menu hangs under its button, in whatever corner of a page that is. */
export function placeMenu(menu: HTMLElement, button: HTMLElement): void {
  const place = button.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(button).direction === "rtl";
  menu.style.top = `${place.bottom + 4}px`;
  menu.style.left = isRightToLeft ? `${Math.max(8, place.left)}px` : "auto";
  menu.style.right = isRightToLeft ? "auto" : `${Math.max(8, document.documentElement.clientWidth - place.right)}px`;
}

function renderItem({ name, label, icon, run, tone }: MenuItem): TemplateResult {
  const onClick = (event: Event): void => {
    closeAround(event);
    run();
  };
  return html`<li>
    <button type="button" class="plain ${tone ?? ""}" data-testid=${name} @click=${onClick}>
      ${icon}<span>${label}</span>
    </button>
  </li>`;
}
