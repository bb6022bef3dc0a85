// Windows over the desk: native <dialog>s that exist only while they are open.
import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { closeIcon } from "../shared/icons";
import { t } from "../shared/words";

export interface DialogSetting {
  /** Names the window in tests and ties it to its title. */
  name: string;
  title: string;
  content: unknown;
  /** Called however it was closed: by Escape, its button or a press beside it. */
  close: () => void;
  size?: "narrow" | "wide";
}

/** A window with a title and a button to close; draw it while it is open, and nothing afterwards. */
export function renderDialog({ name, title, content, close, size = "narrow" }: DialogSetting): TemplateResult {
  return html`<dialog
    class="window ${size}"
    data-testid="${name}-dialog"
    aria-labelledby="${name}-title"
    ${ref(openModal)}
    @click=${closeBeside}
    @close=${close}
  >
    <div class="window-body">
      <header class="window-head">
        <h2 id="${name}-title">${title}</h2>
        <button type="button" class="square plain" data-testid="dismiss" aria-label=${t("Close")} @click=${closeAround}>${closeIcon}</button>
      </header>
      ${content}
    </div>
  </dialog>`;
}

/** Close the window that an element stands in. */
export function closeAround(event: Event): void {
  (event.currentTarget as HTMLElement).closest("dialog")?.close();
}

/** It can be shown only once it stands in the page, which is after Lit has drawn it. */
function openModal(element: Element | undefined): void {
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });
}

/** The dialog itself is pressed only outside its body. */
function closeBeside(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
