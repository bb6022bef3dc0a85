// <desk-gaps>: what people ask and the guidebook does not answer; writing the answer once, in eight languages.
import { type CSSResultGroup, html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { formatMoment, formatNumber } from "../shared/format";
import { backIcon } from "../shared/icons";
import { t } from "../shared/words";
import { type Option, readForm, renderSelect, text } from "./fields";
import { readTexts, renderTexts, type TextChanges } from "./gap-texts";
import * as gateway from "./gaps-gateway";
import { nameGap, nameState, renderCounts, renderGaps, stateOptions } from "./gaps-list";
import { gapStyle } from "./gaps.css";
import { areaOptions } from "./names";
import { DeskPage } from "./page";
import { getPeople, type Person } from "./people-gateway";
import { renderMore } from "./table-view";
import { renderLanguage } from "./ticket-words";

type Gap = gateway.Gap;
type OpenGap = gateway.OpenGap;

export class GapsPage extends DeskPage {
  static override styles: CSSResultGroup = [...(DeskPage.styles as CSSResultGroup[]), gapStyle];

  #state: gateway.GapState | "" = "open";
  #gaps: Gap[] = [];
  #next: string | null = null;
  #open: OpenGap | null = null;
  #people: Person[] = [];

  protected override async load(): Promise<void> {
    const page = await gateway.getGaps(this.#state);
    [this.#gaps, this.#next] = [page.gaps, page.next];
    if (this.#mayAssign && this.#people.length === 0) this.#people = await getPeople();
  }

  protected override nameOfPage(): string {
    return t("Open questions");
  }

  protected override renderActions(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    return html`<button type="button" class="outlined" data-testid="to-list" @click=${this.#close}>${backIcon}${t("Back to the list")}</button>`;
  }

  protected override renderContent(): TemplateResult {
    if (this.#open) return this.#renderOpen(this.#open);
    return html`<section class="card">
      <div class="form narrow" @change=${this.#chooseState}>
        ${renderSelect({ name: "state", form: "filter", label: t("State"), value: this.#state }, stateOptions(), t("All"))}
      </div>
      ${renderGaps(this.#gaps, (gap) => void this.#show(gap.id))} ${renderMore(this.#next, this.isBusy, () => void this.#more())}
    </section>`;
  }

  #renderOpen(open: OpenGap): TemplateResult {
    const { gap, samples } = open;
    const wanting = t("Waiting to be told: {count}", { count: formatNumber(gap.wanting) });
    return html`<section class="card" data-testid="gap-samples">
        <h3 tabindex="-1" id="editor-title" dir="auto">${nameGap(gap)}</h3>
        <p class="line">
          <span class="tag ${gap.state === "published" ? "fine" : ""}" data-testid="gap-state">${nameState(gap.state)}</span> ${renderCounts(gap)}
          <span class="quiet">${wanting}</span>
        </p>
        <ul class="samples" tabindex="0" aria-label=${t("What was asked")}>
          ${samples.map(
            (one) =>
              html`<li>
                <span class="tag">${renderLanguage(one.language)}</span> <bdi class="quiet">${formatMoment(one.created_at)}</bdi>
                <p dir="auto" lang=${one.language}>${one.text}</p>
              </li>`,
          )}
        </ul>
      </section>
      ${this.#mayEdit ? this.#renderSorting(open) : nothing}
      <section class="card" data-testid="gap-texts">
        <h3>${t("The answer")}</h3>
        ${keyed(
          gap.id,
          html`<form @submit=${(event: SubmitEvent) => void this.#save(event, open)}>
            ${renderTexts(open, this.#mayAssign ? this.#people : [])}
            <p class="line save-line">
              <button type="submit" class="primary" data-testid="save-texts" ?disabled=${this.isBusy}>${t("Save")}</button>
              ${this.#mayEdit ? this.#renderPublish(gap) : nothing}
            </p>
          </form>`,
        )}
      </section>`;
  }

  #renderPublish(gap: Gap): TemplateResult {
    return html`<button type="submit" class="outlined" data-testid="publish" ?disabled=${this.isBusy}>
      ${gap.state === "published" ? t("Publish again") : t("Publish")}
    </button>`;
  }

  #renderSorting({ gap, similar }: OpenGap): TemplateResult {
    return html`<section class="card">
      <div class="form">
        <div @change=${(event: Event) => void this.#change(gap, { area: (event.target as HTMLSelectElement).value })}>
          ${renderSelect({ name: "area", label: t("Area"), value: gap.area ?? "" }, areaOptions(), gap.area ? undefined : "")}
        </div>
        ${this.#renderMerge(gap, similar)}
      </div>
      <p class="line">${this.#renderStates(gap)}</p>
    </section>`;
  }

  #renderMerge(gap: Gap, similar: readonly Gap[]): TemplateResult | typeof nothing {
    const near = new Set([gap.id, ...similar.map(({ id }) => id)]);
    const others = [...similar, ...this.#gaps.filter(({ id }) => !near.has(id))];
    if (others.length === 0) return nothing;
    const options = others.map((one): Option => ({ value: one.id, label: `${nameGap(one)} (${formatNumber(one.questions)})` }));
    return html`<form class="fields" @submit=${(event: SubmitEvent) => void this.#merge(event, gap)}>
      ${renderSelect({ name: "into", label: t("The same question as"), isRequired: true }, options, "")}
      <button type="submit" class="outlined" data-testid="merge" ?disabled=${this.isBusy}>${t("Put them together")}</button>
    </form>`;
  }

  #renderStates(gap: Gap): TemplateResult[] {
    const render = (state: gateway.GapState, name: string): TemplateResult =>
      html`<button type="button" class="plain" data-testid="state-${state}" ?disabled=${this.isBusy} @click=${() => void this.#change(gap, { state })}>
        ${name}
      </button>`;
    if (gap.state === "dismissed") return [render("open", t("Open it again"))];
    const aside = render("dismissed", t("Set aside: no answer is needed"));
    return gap.state === "published" ? [render("open", t("Withdraw the answer")), aside] : [aside];
  }

  get #mayEdit(): boolean {
    return this.mayI("edit_knowledge");
  }

  /** Assigning needs the list of people. */
  get #mayAssign(): boolean {
    return this.#mayEdit && (this.mayI("read_tickets") || this.mayI("manage_people"));
  }

  #chooseState = (event: Event): void => {
    this.#state = (event.target as HTMLSelectElement).value as gateway.GapState | "";
    void this.act(() => this.load());
  };

  #more(): Promise<boolean> {
    return this.act(async () => {
      const page = await gateway.getGaps(this.#state, this.#next);
      this.#gaps = [...this.#gaps, ...page.gaps];
      this.#next = page.next;
    });
  }

  #show(id: string): Promise<boolean> {
    return this.act(async () => {
      this.#open = await gateway.getGap(id);
      await this.showHeading("#editor-title");
    });
  }

  #close = (): void => {
    this.#open = null;
    void this.act(() => this.load());
  };

  #change(gap: Gap, changes: Parameters<typeof gateway.changeGap>[1]): Promise<boolean> {
    return this.act(async () => {
      await gateway.changeGap(gap.id, changes);
      this.#open = await gateway.getGap(gap.id);
    }, t("Saved."));
  }

  async #save(event: SubmitEvent, open: OpenGap): Promise<void> {
    const changes = readTexts(readForm(event), open);
    if (changes.texts.some(([, one]) => !one.title || !one.text)) {
      this.say(t("Every language needs a title and an answer."), false);
      return;
    }
    const isPublishing = event.submitter?.dataset["testid"] === "publish";
    if (!isPublishing) await this.act(() => this.#store(open.gap, changes), t("Saved."));
    else if (await this.confirm(t("Publish this answer? The assistant gives it from now on, and those who asked are told."), t("Publish"))) {
      await this.#publish(open.gap, changes);
    }
  }

  async #publish(gap: Gap, changes: TextChanges): Promise<void> {
    let told = 0;
    const isDone = await this.act(async () => {
      await this.#store(gap, changes);
      told = await gateway.publishGap(gap.id);
      this.#open = await gateway.getGap(gap.id);
    });
    if (isDone) this.say(t("Published. People told: {count}", { count: formatNumber(told) }));
  }

  async #store({ id }: Gap, { texts, editors }: TextChanges): Promise<void> {
    for (const [language, one] of texts) await gateway.writeGapText(id, language, one);
    if (editors) await gateway.assignEditors(id, editors);
    this.#open = await gateway.getGap(id);
  }

  async #merge(event: SubmitEvent, gap: Gap): Promise<void> {
    const into = text(readForm(event), "into");
    if (!(await this.confirm(t("Put the two questions together? This cannot be undone."), t("Put them together")))) return;
    await this.act(async () => {
      await gateway.mergeGap(gap.id, into);
      await this.load();
      this.#open = await gateway.getGap(into);
    }, t("Saved."));
  }
}

customElements.define("desk-gaps", GapsPage);
