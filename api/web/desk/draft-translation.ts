// A draft in the resident's language by machine: shown with what it may have got wrong, taken over only when asked.
import { html, nothing, type TemplateResult } from "lit";
import { directionOf } from "../shared/languages";
import { Refused } from "../shared/request";
import type { Translation } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { explain } from "./reasons";
import { translateDraft } from "./ticket-gateway";
import { renderDifferences } from "./translation-view";

const OFF = "translation-off";

export class DraftTranslation {
  isOff = false;
  isBusy = false;
  trouble = "";
  #made: { draft: string; ticket: string; translation: Translation } | null = null;

  constructor(private readonly changed: () => void) {}

  /** The translation of these very words; other words have none. */
  of(ticket: string, draft: string): Translation | null {
    return this.#made?.ticket === ticket && this.#made.draft === draft ? this.#made.translation : null;
  }

  async make(ticket: string, draft: string, language: string): Promise<void> {
    this.isBusy = true;
    this.trouble = "";
    this.changed();
    try {
      const { text, differences } = await translateDraft(ticket, draft, language);
      this.#made = { draft, ticket, translation: { language, text, differences } };
    } catch (error) {
      this.isOff = error instanceof Refused && error.slug === OFF;
      this.trouble = explain(error);
    }
    this.isBusy = false;
    this.changed();
  }
}

export function renderDraftTranslation(desk: Desk, drafts: DraftTranslation): TemplateResult | typeof nothing {
  const { open, openTicket: ticket } = desk;
  const draft = open?.text.trim() ?? "";
  if (!open || !ticket) return nothing;
  const made = drafts.of(open.id, draft);
  return html`${drafts.trouble ? html`<p class="trouble" role="alert">${drafts.trouble}</p>` : nothing}
    ${made ? renderMade(desk, made) : nothing}
    ${draft && !made && !drafts.isOff
      ? html`<button type="button" class="plain translate" data-testid="translate" ?disabled=${drafts.isBusy} @click=${() => void drafts.make(open.id, draft, ticket.language)}>
          ${t("Translate by machine")}
        </button>`
      : nothing}`;
}

function renderMade(desk: Desk, { language, text, differences }: Translation): TemplateResult {
  const use = (): void => {
    desk.open?.write(text);
    desk.changed();
  };
  return html`<div class="translation" data-testid="draft-translation">
    <p class="translation-head">${t("Machine translation")}</p>
    <p class="translation-text" lang=${language} dir=${directionOf(language)}>${text}</p>
    ${renderDifferences(differences)}
    <button type="button" class="outlined" data-testid="use-translation" @click=${use}>${t("Use this translation")}</button>
  </div>`;
}
