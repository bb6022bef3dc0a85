// A page of the guidebook or a centre's document, rebuilt from the few elements that such a page has.
// Its markup is read, never taken over: what is not named here leaves nothing but its text, or not even that.
import { html, nothing, type TemplateResult } from "lit";
import { renderLinked } from "./linked-text";

type Piece = string | TemplateResult | typeof nothing;
type Frame = (content: Piece[], element: Element) => TemplateResult;

const LINK = /^(?:https?|tel|mailto):/;

/** The title and the way to the contents stand elsewhere; the others have no place in running text. */
const DROPPED = "h1, .area, script, style, template, iframe, object, svg, nav, form";

const FRAMES: Readonly<Record<string, Frame>> = {
  P: (content, { className }) => html`<p class=${className === "dates" ? className : nothing}>${content}</p>`,
  H2: (content) => html`<h3>${content}</h3>`,
  H3: (content) => html`<h4>${content}</h4>`,
  UL: (content) => html`<ul>${content}</ul>`,
  OL: (content) => html`<ol>${content}</ol>`,
  LI: (content) => html`<li>${content}</li>`,
  STRONG: (content) => html`<strong>${content}</strong>`,
  EM: (content) => html`<em>${content}</em>`,
  BDI: (content) => html`<bdi>${content}</bdi>`,
  BR: () => html`<br />`,
  SECTION: renderSection,
  FOOTER: (content) => html`<footer>${content}</footer>`,
  A: (content, element) => renderLink(content, element as HTMLAnchorElement),
};

/** What stands inside an element of a page. */
export function renderPage(element: Element): Piece[] {
  return Array.from(element.childNodes).flatMap(renderNode);
}

function renderNode(node: Node): Piece[] {
  if (node.nodeType === Node.TEXT_NODE) return renderText(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const element = node as Element;
  if (element.matches(DROPPED)) return [];
  const content = renderPage(element);
  const frame = FRAMES[element.tagName];
  return frame ? [frame(content, element)] : content;
}

function renderText(node: Node): Piece[] {
  const text = node.textContent ?? "";
  return node.parentElement?.tagName === "A" ? [text] : renderLinked(text);
}

/** A passage of a document has a name that citations lead to, and a language of its own. */
function renderSection(content: Piece[], element: Element): TemplateResult {
  const [language, direction] = [element.getAttribute("lang"), element.getAttribute("dir")];
  return html`<section data-passage=${element.id || nothing} lang=${language || nothing} dir=${direction || nothing}>${content}</section>`;
}

function renderLink(content: Piece[], { href }: HTMLAnchorElement): TemplateResult {
  if (!LINK.test(href)) return html`<span>${content}</span>`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${content}</a>`;
}
