// What a counsellor should know before answering: why, since when, what the assistant said, which articles fit.
import { html, nothing, type TemplateResult } from "lit";
import { formatMoment } from "../shared/format";
import type { Ticket } from "../shared/wire";
import { spokenLanguage, t } from "../shared/words";
import { nameAge, nameReason, renderLanguage } from "./ticket-words";

export function renderContext(ticket: Ticket | null, isShown: boolean, hide: () => void): TemplateResult | typeof nothing {
  if (!ticket) return nothing;
  const { question, answer, articles } = ticket.summary;
  return html`<aside class="context ${isShown ? "shown" : ""}" aria-label=${t("Details")} data-testid="context">
    <button type="button" class="plain context-hide" @click=${hide}>${t("Hide details")}</button>
    ${ticket.deleted ? html`<p role="status" data-testid="deleted">${t("The resident has deleted this conversation.")}</p>` : nothing}
    <dl>
      <dt>${t("Reason")}</dt>
      <dd class=${ticket.priority}>${nameReason(ticket.reason)}</dd>
      <dt>${t("Language")}</dt>
      <dd>${renderLanguage(ticket.language)}</dd>
      <dt>${ticket.state === "waiting" ? t("Waiting since") : t("Asked at")}</dt>
      <dd><bdi>${formatMoment(ticket.created_at)}</bdi> <bdi class="quiet">(${nameAge(ticket.created_at)})</bdi></dd>
      ${ticket.counsellor ? renderHolder(ticket.counsellor.name) : nothing} ${renderVisitor(ticket)}
    </dl>
    ${renderIntake(ticket)} ${question ? renderQuote(t("Question"), question, ticket.language) : nothing}
    ${articles.length > 0 ? renderArticles(ticket) : nothing}
    ${answer ? renderQuote(t("What the assistant answered"), answer, ticket.language) : nothing}
  </aside>`;
}

function renderIntake(ticket: Ticket): TemplateResult | typeof nothing {
  const { intake } = ticket.summary;
  if (!intake) return nothing;
  return html`${intake.tried ? renderQuote(t("Tried so far"), intake.tried, ticket.language) : nothing}
  ${intake.reach ? renderQuote(t("How to reach them"), intake.reach, ticket.language) : nothing}`;
}

function renderHolder(name: string): TemplateResult {
  return html`<dt>${t("Counsellor")}</dt>
    <dd>${name}</dd>`;
}

/** What the embedding site told: the visitor, their file there, the centre. */
function renderVisitor({ visitor, centre }: Ticket): TemplateResult {
  return html`${visitor?.name ? renderTold(t("Visitor"), visitor.name) : nothing}
  ${visitor?.reference ? renderTold(t("Reference"), visitor.reference) : nothing}
  ${centre ? renderTold(t("Centre"), centre.name[spokenLanguage()] ?? centre.name["ko"] ?? centre.id) : nothing}`;
}

function renderTold(title: string, text: string): TemplateResult {
  return html`<dt>${title}</dt>
    <dd><bdi>${text}</bdi></dd>`;
}

function renderQuote(title: string, text: string, language: string): TemplateResult {
  return html`<h3>${title}</h3>
    <blockquote dir="auto" lang=${language}>${text}</blockquote>`;
}

function renderArticles(ticket: Ticket): TemplateResult {
  return html`<h3>${t("Matching articles")}</h3>
    <ul class="articles">
      ${ticket.summary.articles.map((one) => renderArticle(one.article, one.title, ticket.language))}
    </ul>`;
}

function renderArticle(article: string, title: string, language: string): TemplateResult {
  return html`<li>
    <span class="article-title" dir="auto" lang=${language}>${title}</span>
    <span class="article-links">
      ${renderArticleLink(article, "ko")} ${language === "ko" ? nothing : renderArticleLink(article, language)}
    </span>
  </li>`;
}

function renderArticleLink(article: string, language: string): TemplateResult {
  const address = `/guide/${encodeURIComponent(language)}/${encodeURIComponent(article)}`;
  return html`<a href=${address} target="_blank" rel="noopener" hreflang=${language} data-testid="article-link">${renderLanguage(language)}</a>`;
}
