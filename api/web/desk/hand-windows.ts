// Windows that change whose a conversation is: transfer, release, take over, close, invite.
import { html, type TemplateResult } from "lit";
import type { Outcome, Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { optional, renderSelect, renderTextArea, text } from "./fields";
import { nameCentre, outcomeOptions } from "./names";
import type { Person } from "./people-gateway";
import { answers } from "./rights";
import { closeTicket, inviteGuest, releaseTicket, takeOverTicket, type Transfer, transferTicket } from "./ticket-gateway";
import { nameLanguages } from "./ticket-words";
import { renderFormWindow, renderWords } from "./window-form";

type Draw = (desk: Desk, ticket: Ticket, close: () => void) => TemplateResult;

export const renderTransfer: Draw = (desk, ticket, close) =>
  renderFormWindow(desk, {
    name: "transfer",
    title: t("Pass the conversation on"),
    done: t("Pass on"),
    close,
    fields: html`${renderReceivers(desk)} ${renderTextArea({ name: "note", label: t("What should they know?"), isRequired: true, form: "transfer", isWhole: true })}`,
    run: (form) => transferTicket(ticket.id, readTransfer(form)),
  });

export const renderRelease: Draw = (desk, ticket, close) =>
  renderFormWindow(desk, {
    name: "release",
    title: t("Put back into the queue"),
    done: t("Put back"),
    close,
    fields: html`${renderWords(t("The resident keeps their place and is told."))}
    ${renderTextArea({ name: "note", label: t("Note for colleagues (not required)"), form: "release", isWhole: true })}`,
    run: (form) => releaseTicket(ticket.id, text(form, "note")),
  });

export const renderTakeOver: Draw = (desk, ticket, close) =>
  renderFormWindow(desk, {
    name: "take-over",
    title: t("Take over from {name}", { name: ticket.counsellor?.name ?? "" }),
    done: t("Take over"),
    close,
    fields: renderTextArea({ name: "note", label: t("Why?"), isRequired: true, form: "take-over", isWhole: true }),
    run: (form) => takeOverTicket(ticket.id, text(form, "note")),
  });

export const renderClose: Draw = (desk, ticket, close) =>
  renderFormWindow(desk, {
    name: "close",
    title: t("Close conversation"),
    done: t("Close conversation"),
    close,
    fields: html`${renderSelect({ name: "outcome", label: t("Outcome"), value: "answered", form: "close", isWhole: true }, outcomeOptions())}
      <fieldset class="whole">
        <legend>${t("If the resident writes again")}</legend>
        <label class="check"><input type="radio" name="next" value="bot" checked data-testid="next-bot" /><span>${t("The assistant answers")}</span></label>
        <label class="check"><input type="radio" name="next" value="closed" data-testid="next-closed" /><span>${t("A counsellor is called again")}</span></label>
      </fieldset>`,
    run: (form) => closeTicket(ticket.id, text(form, "next") === "closed" ? "closed" : "bot", optional(form, "outcome") as Outcome | null),
  });

export const renderInvite: Draw = (desk, ticket, close) =>
  renderFormWindow(desk, {
    name: "invite",
    title: t("Invite an interpreter"),
    done: t("Invite"),
    close,
    fields: html`${renderWords(t("They see this one conversation and can write in it. The resident is told."))}
    ${renderSelect({ name: "guest", label: t("Who"), isRequired: true, form: "invite", isWhole: true }, listInterpreters(desk, ticket).map(describe), t("Choose"))}`,
    run: async (form) => {
      await inviteGuest(ticket.id, text(form, "guest"));
      await desk.load();
    },
  });

/** Those who speak the resident's language first, interpreters before others. */
function listInterpreters(desk: Desk, ticket: Ticket): Person[] {
  const rank = (one: Person): number => Number(!one.languages.includes(ticket.language)) * 2 + Number(one.role !== "interpreter");
  const others = desk.context.people.filter((one) => one.id !== desk.counsellor?.id && one.id !== ticket.counsellor?.id);
  return others.sort((one, other) => rank(one) - rank(other));
}

function describe(person: Person): { value: string; label: string } {
  const words = [person.name, nameLanguages(person.languages), person.is_present ? t("is here") : ""].filter(Boolean);
  return { value: person.id, label: words.join(" · ") };
}

function renderReceivers(desk: Desk): TemplateResult {
  const people = desk.context.people.filter((one) => one.id !== desk.counsellor?.id && answers(one));
  return html`<label class="field whole">
    <span>${t("To whom")}</span>
    <span class="select wide"
      ><select name="to" required data-testid="transfer-to">
        <option value="">${t("Choose")}</option>
        <optgroup label=${t("Staff")}>
          ${people.map(describe).map((one) => html`<option value="counsellor:${one.value}">${one.label}</option>`)}
        </optgroup>
        <optgroup label=${t("Centres")}>
          ${desk.context.centres.map((one) => html`<option value="centre:${one.id}">${nameCentre(desk.context.centres, one.id)}</option>`)}
        </optgroup>
      </select></span
    >
  </label>`;
}

function readTransfer(form: FormData): Transfer {
  const [kind, ...id] = text(form, "to").split(":");
  const note = text(form, "note");
  return kind === "centre" ? { centre: id.join(":"), note } : { counsellor: id.join(":"), note };
}
