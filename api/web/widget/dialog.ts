// Windows over the chat: opened by name, closed by Escape, by a button or by a press beside them.
import { html, type TemplateResult } from "lit";

type Content = TemplateResult | TemplateResult[];

export type DialogName = "menu" | "start-over" | "delete" | "code" | "enter-code";

export function openDialog(root: ParentNode, name: DialogName): void {
  const dialog = findDialog(root, name);
  if (dialog && !dialog.open) dialog.showModal();
}

export function closeDialog(root: ParentNode, name: DialogName): void {
  findDialog(root, name)?.close();
}

/** A dialog with a title; the title is what a screen reader says first. */
export function renderDialog(name: DialogName, title: string, content: Content, onClose = (): void => undefined): TemplateResult {
  return html`<dialog class="ask" data-name=${name} data-testid="${name}-dialog" aria-labelledby="${name}-title" @click=${closeBeside} @close=${onClose}>
    <div class="ask-body">
      <h2 id="${name}-title" tabindex="-1">${title}</h2>
      ${content}
    </div>
  </dialog>`;
}

/** The dialog itself is pressed only outside its body. */
export function closeBeside(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}

export function closeAround(event: Event): void {
  (event.currentTarget as HTMLElement).closest("dialog")?.close();
}

function findDialog(root: ParentNode, name: DialogName): HTMLDialogElement | null {
  return root.querySelector<HTMLDialogElement>(`dialog[data-name="${name}"]`);
}
