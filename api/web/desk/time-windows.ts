// Windows that ask for a moment: put a conversation off, or promise a call back.
import { html, type TemplateResult } from "lit";
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { text } from "./fields";
import { formatMoment } from "../shared/format";
import { promiseCall, snoozeTicket } from "./ticket-gateway";
import { renderFormWindow, renderWords } from "./window-form";

const HOUR_MS = 3_600_000;
const MORNING = 9;
const MONDAY = 1;

export function renderSnooze(desk: Desk, ticket: Ticket, close: () => void): TemplateResult {
  const now = new Date();
  const choices = [new Date(now.getTime() + HOUR_MS), nextMorning(now), nextMorning(now, MONDAY)];
  return renderFormWindow(desk, {
    name: "snooze",
    title: t("Put off until later"),
    done: t("Put off"),
    close,
    fields: html`${renderWords(t("It comes back at that time, or when the resident writes."))}
      <p class="line whole">
        ${choices.map((one) => html`<button type="button" class="outlined" data-testid="snooze-choice" @click=${(event: Event) => fillIn(event, one)}>${formatMoment(one.toISOString(), now)}</button>`)}
      </p>
      ${renderMoment(t("Until"), now)}`,
    run: (form) => snoozeTicket(ticket.id, readMoment(form)),
  });
}

export function renderCallback(desk: Desk, ticket: Ticket, close: () => void): TemplateResult {
  return renderFormWindow(desk, {
    name: "callback",
    title: t("Promise a call back"),
    done: t("Promise"),
    close,
    fields: html`${renderWords(t("The resident is told the time in their language."))} ${renderMoment(t("When"), new Date())}`,
    run: (form) => promiseCall(ticket.id, readMoment(form)),
  });
}

/** Day and time as on the clock of this device. */
function renderMoment(label: string, now: Date): TemplateResult {
  return html`<label class="field whole">
    <span>${label}</span>
    <input type="datetime-local" name="moment" required min=${localForm(now)} data-testid="moment" />
  </label>`;
}

function fillIn(event: Event, moment: Date): void {
  const field = (event.currentTarget as HTMLElement).closest("form")?.elements.namedItem("moment");
  if (field instanceof HTMLInputElement) field.value = localForm(moment);
}

function readMoment(form: FormData): string {
  return new Date(text(form, "moment")).toISOString();
}

/** The next morning, or the next one of a certain day of the week (0 is Sunday). */
function nextMorning(now: Date, day?: number): Date {
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
  while (day !== undefined && morning.getDay() !== day) morning.setDate(morning.getDate() + 1);
  return morning;
}

/** As `datetime-local` wants it: "2026-11-23T09:00", without a time zone. */
function localForm(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
