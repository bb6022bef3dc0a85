// A window with one form that does one thing with the open ticket, and closes when that is done.
import { html, nothing, type TemplateResult } from "lit";
import type { Ticket } from "../shared/wire";
import type { Desk } from "./desk";
import { renderDialog } from "./dialog";
import { readForm } from "./fields";

export interface FormWindow {
  name: string;
  title: string;
  fields: unknown;
  /** What the button says. */
  done: string;
  run: (form: FormData) => Promise<Ticket | void>;
  close: () => void;
}

export function renderFormWindow(desk: Desk, { name, title, fields, done, run, close }: FormWindow): TemplateResult {
  const submit = async (event: SubmitEvent): Promise<void> => {
    const form = readForm(event);
    const dialog = (event.currentTarget as HTMLElement).closest("dialog");
    const isDone = await desk.act(async () => {
      const ticket = await run(form);
      if (ticket) desk.queue.put(ticket);
    });
    // Closed rather than taken away, so that the focus returns to where it was.
    if (isDone) dialog?.close();
  };
  const content = html`<form class="form narrow" @submit=${(event: SubmitEvent) => void submit(event)}>
    ${fields} ${desk.open?.trouble ? html`<p class="trouble whole" role="alert" data-testid="window-trouble">${desk.open.trouble}</p>` : nothing}
    <p class="window-actions whole">
      <button type="submit" class="primary" data-testid="${name}-done" ?disabled=${desk.open?.isBusy ?? false}>${done}</button>
    </p>
  </form>`;
  return renderDialog({ name, title, content, close: () => forget(desk, close) });
}

/** What went wrong in a window is not said again below the conversation. */
function forget(desk: Desk, close: () => void): void {
  if (desk.open) desk.open.trouble = "";
  close();
}

export function renderWords(words: string): TemplateResult {
  return html`<p class="whole quiet">${words}</p>`;
}

