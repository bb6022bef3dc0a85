// What stands beside a conversation besides its facts: tags, texts that fit, check lists, earlier conversations.
import { html, nothing, type TemplateResult } from "lit";
import { closeIcon } from "../shared/icons";
import { formatMoment } from "../shared/format";
import { directionOf } from "../shared/languages";
import type { AlignedText, CheckList, Ticket } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import type { ContextSetting } from "./context-view";
import type { Desk } from "./desk";
import { nameOutcome } from "./names";
import { setTags } from "./ticket-gateway";
import { nameReason, renderLanguage } from "./ticket-words";

export function renderTags(desk: Desk, ticket: Ticket): TemplateResult {
  const tags = ticket.tags ?? [];
  const change = (wanted: readonly string[]): void => void desk.act(async (open) => desk.queue.put(await setTags(open.id, wanted)));
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const tag = String(new FormData(form).get("tag")).trim();
    form.reset();
    if (tag && !tags.includes(tag)) change([...tags, tag]);
  };
  return html`<h3>${t("Tags")}</h3>
    <ul class="chips" data-testid="tags">
      ${tags.map(
        (tag) => html`<li class="chip">
          <bdi>${tag}</bdi
          ><button type="button" class="square plain" aria-label=${t("Remove {name}", { name: tag })} @click=${() => change(tags.filter((one) => one !== tag))}>${closeIcon}</button>
        </li>`,
      )}
    </ul>
    <form class="new-tag-form" @submit=${add}>
      <input name="tag" maxlength="40" dir="auto" aria-label=${t("New tag")} placeholder=${t("New tag")} data-testid="new-tag" />
    </form>`;
}

/** What the question means, by the texts that it matched: the counsellor's version above the resident's. */
export function renderMatchedTexts(desk: Desk, setting: ContextSetting): TemplateResult | typeof nothing {
  const { texts, ticket } = desk.context;
  if (texts.length === 0 || ticket !== desk.open?.id) return nothing;
  return html`<h3>${t("Matching texts")}</h3>
    <ul class="matched" data-testid="matched">
      ${texts.slice(0, 8).map((text) => renderMatched(text, setting))}
    </ul>`;
}

function renderMatched(text: AlignedText, setting: ContextSetting): TemplateResult {
  const { own, theirs } = text;
  return html`<li>
    <details>
      <summary>
        <span lang=${own.language}>${own.title}</span>
        ${own.language === theirs.language ? nothing : html`<span class="quiet" lang=${theirs.language} dir=${directionOf(theirs.language)}>${theirs.title}</span>`}
      </summary>
      <p class="matched-text" lang=${own.language}>${own.text}</p>
      <p class="line">
        <button type="button" class="plain" data-testid="open-matched" @click=${() => setting.openWindow("texts", "", text)}>${t("Side by side")}</button>
        ${text.link ? html`<a href=${text.link} target="_blank" rel="noopener" hreflang=${theirs.language} data-testid="article-link">${t("Guidebook")}</a>` : nothing}
      </p>
    </details>
  </li>`;
}

/** Points to ask and to tell; what is ticked is remembered on this device. */
export function renderCheckLists(desk: Desk, ticket: Ticket): TemplateResult | typeof nothing {
  const { checkLists } = desk.context;
  if (checkLists.length === 0) return nothing;
  const fitting = checkLists.filter((one) => ticket.article && one.articles?.includes(ticket.article.id));
  return html`<h3>${t("Check list")}</h3>
    ${checkLists.map((list) => renderCheckList(desk, list, fitting.includes(list) || checkLists.length === 1))}`;
}

function renderCheckList(desk: Desk, list: CheckList, isOpen: boolean): TemplateResult {
  const name = (texts: Record<string, string>): string => texts[spokenLanguage()] ?? texts["ko"] ?? "";
  return html`<details class="check-list" data-testid="check-list" ?open=${isOpen}>
    <summary>${name(list.title)}</summary>
    ${list.items.map((item, place) => {
      const key = `${list.id}:${place}`;
      return html`<label class="check">
        <input type="checkbox" .checked=${desk.open?.ticked.includes(key) ?? false} @change=${() => desk.open?.tick(key)} />
        <span>${name(item)}</span>
      </label>`;
    })}
  </details>`;
}

export function renderRelated(desk: Desk): TemplateResult | typeof nothing {
  const { related, ticket } = desk.context;
  if (related.length === 0 || ticket !== desk.open?.id) return nothing;
  return html`<h3>${t("Earlier conversations")}</h3>
    <ul class="related" data-testid="related">
      ${related.map(
        (one) => html`<li>
          <button type="button" class="plain" @click=${() => void desk.select(one.id)}>
            <span dir="auto" lang=${one.language}>${one.summary.question || nameReason(one.reason)}</span>
            <span class="quiet">${formatMoment(one.created_at)} · ${renderLanguage(one.language)} ${one.outcome ? `· ${nameOutcome(one.outcome)}` : nothing}</span>
          </button>
        </li>`,
      )}
    </ul>`;
}
