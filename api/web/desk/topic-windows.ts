// Windows that say what a conversation is about, and in which other languages the resident can be answered.
import { html, type TemplateResult } from "lit";
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";
import type { Desk } from "./desk";
import { all, type Option, optional, renderChecks, renderSelect, text } from "./fields";
import { areaOptions, languageOptions } from "./names";
import { setBridges, setTopic } from "./ticket-gateway";
import { renderFormWindow, renderWords } from "./window-form";

export function renderTopic(desk: Desk, ticket: Ticket, close: () => void): TemplateResult {
  const none = t("None");
  return renderFormWindow(desk, {
    name: "topic",
    title: t("Topic"),
    done: t("Save"),
    close,
    fields: html`${renderSelect({ name: "area", label: t("Area"), value: ticket.area, isRequired: true, form: "topic", isWhole: true }, areaOptions(), t("Choose"))}
    ${renderSelect({ name: "article", label: t("Article of the guidebook"), value: ticket.article?.id ?? "", form: "topic", isWhole: true }, listArticles(desk, ticket), none)}`,
    run: (form) => setTopic(ticket.id, text(form, "area"), readArticle(form)),
  });
}

export function renderBridges(desk: Desk, ticket: Ticket, close: () => void): TemplateResult {
  const options = languageOptions().filter((one) => one.value !== ticket.language);
  return renderFormWindow(desk, {
    name: "bridges",
    title: t("Other languages"),
    done: t("Save"),
    close,
    fields: html`${renderWords(t("In which other languages can the resident be answered?"))}
    ${renderChecks({ name: "bridges", label: t("Languages"), form: "bridges" }, options, ticket.bridges ?? [])}`,
    run: (form) => setBridges(ticket.id, all(form, "bridges")),
  });
}

/** The articles that fit the question, by their Korean titles, and the one chosen already. */
function listArticles(desk: Desk, ticket: Ticket): Option[] {
  const titles = new Map(ticket.summary.articles.map((one) => [one.article, one.title]));
  for (const one of desk.context.texts) if (one.kind === "article" && !one.section) titles.set(one.id, one.own.title);
  if (ticket.article) titles.set(ticket.article.id, titles.get(ticket.article.id) ?? ticket.article.title);
  return [...titles].map(([value, label]) => ({ value, label }));
}

/** An article belongs to its own area only. */
function readArticle(form: FormData): string | null {
  const article = optional(form, "article");
  return article?.startsWith(`${text(form, "area")}.`) ? article : null;
}
