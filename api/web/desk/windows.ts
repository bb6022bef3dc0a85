// The windows over the desk: which one is open, and what goes on in it.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { renderCallback, renderSnooze } from "./time-windows";
import { renderClose, renderInvite, renderRelease, renderTakeOver, renderTransfer } from "./hand-windows";
import { renderHelp } from "./help-window";
import { renderBridges, renderTopic } from "./topic-windows";
import type { AlignedText } from "../shared/wire";
import type { Desk } from "./desk";
import type { Shortcuts } from "./shortcuts";
import { TextFinder } from "./text-finder";
import { renderTexts } from "./texts-window";

export type WindowName = "transfer" | "release" | "snooze" | "callback" | "close" | "take-over" | "invite" | "topic" | "bridges" | "texts" | "help";

/** Opens a window; with `words` the texts looked for from the start, or one `text` that is shown first. */
export type OpenWindow = (name: WindowName, words?: string, text?: AlignedText) => void;

/** Windows that offer colleagues or centres. */
const WITH_COLLEAGUES: readonly WindowName[] = ["transfer", "invite", "texts"];

export class Windows {
  shown: WindowName | null = null;
  readonly finder: TextFinder;

  constructor(
    readonly desk: Desk,
    readonly shortcuts: Shortcuts,
  ) {
    this.finder = new TextFinder(() => desk.changed());
  }

  open: OpenWindow = (name, words = "", text) => {
    const { openTicket: ticket, context } = this.desk;
    if (!ticket && name !== "help") return;
    if (ticket && name === "texts") {
      this.finder.begin(ticket, context.texts, words);
      if (text) this.finder.choose(text);
    }
    if (WITH_COLLEAGUES.includes(name)) void context.loadColleagues();
    this.shown = name;
    this.desk.changed();
  };

  close = (): void => {
    this.shown = null;
    this.desk.changed();
  };

  render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    // Keyed, so that no words of another ticket stay in a form.
    return html`${keyed(`${this.shown} ${this.desk.open?.id}`, this.#draw(this.shown))}`;
  }

  #draw(name: WindowName): TemplateResult | typeof nothing {
    const { desk, close } = this;
    if (name === "help") return renderHelp(this.shortcuts, close);
    const ticket = desk.openTicket;
    if (!ticket) return nothing;
    switch (name) {
      case "transfer":
        return renderTransfer(desk, ticket, close);
      case "release":
        return renderRelease(desk, ticket, close);
      case "take-over":
        return renderTakeOver(desk, ticket, close);
      case "close":
        return renderClose(desk, ticket, close);
      case "invite":
        return renderInvite(desk, ticket, close);
      case "snooze":
        return renderSnooze(desk, ticket, close);
      case "callback":
        return renderCallback(desk, ticket, close);
      case "topic":
        return renderTopic(desk, ticket, close);
      case "bridges":
        return renderBridges(desk, ticket, close);
      case "texts":
        return renderTexts(desk, ticket, this.finder, close);
    }
  }
}
