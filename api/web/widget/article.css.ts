// How an article lies beside the chat, or over it where the chat is narrow.
import { css } from "lit";

export const articleStyle = css`
  .talk {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    position: relative;
  }
  .article {
    position: absolute;
    inset: 0;
    z-index: 2;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
  }
  /* What lies under the article is neither read out nor reached with the keyboard. */
  .reading .talk {
    visibility: hidden;
  }
  .article-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 0.25em 0.75em;
    padding: 0.35em 0.6em;
    border-block-end: 1px solid var(--line);
  }
  .article-news {
    font-size: 0.875em;
    font-weight: 600;
    color: var(--accent);
  }
  .article-outside {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: 44px;
    min-width: 44px;
    justify-content: center;
    padding-inline: 0.4em;
    font-size: 0.9375em;
  }
  .article-outside .icon {
    width: 1em;
    height: 1em;
  }
  @container panel (max-width: 26em) {
    .article-outside span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .article-outside .icon {
      width: 1.25em;
      height: 1.25em;
    }
  }
  button.article-close {
    display: none;
  }
  .article-page {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 1em 1.1em 2em;
    overflow-wrap: anywhere;
  }
  .article-page:focus-visible {
    outline-offset: -3px;
  }
  .article-page h2 {
    margin: 0 0 0.5em;
    font-size: 1.375em;
    line-height: 1.35;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .article-page h2:focus-visible {
    outline: none;
  }
  .article-page h3 {
    margin: 1.5em 0 0.4em;
    font-size: 1.0625em;
    color: var(--primary);
  }
  .article-page h4 {
    margin: 1.2em 0 0.3em;
    font-size: 1em;
  }
  .article-page :is(h2, h3):lang(ur) {
    line-height: 1.9;
    letter-spacing: 0;
  }
  .article-page :is(p, ul, ol) {
    margin: 0 0 0.7em;
  }
  .article-page ul {
    padding-inline-start: 1.2em;
  }
  .article-page ol {
    padding-inline-start: 1.6em;
  }
  .article-page li + li {
    margin-block-start: 0.3em;
  }
  .article-page li::marker {
    color: var(--accent);
    font-family: sans-serif;
  }
  .article-page footer {
    margin-block-start: 2em;
    padding-block-start: 0.5em;
    border-block-start: 1px solid var(--line);
    font-size: 0.875em;
    color: var(--quiet);
  }
  .article-page .dates {
    font-size: 0.875em;
    color: var(--quiet);
  }
  .article-page .cited {
    padding-inline-start: 0.8em;
    border-inline-start: 4px solid var(--accent);
  }
  @container panel (min-width: 60em) {
    .page .article {
      position: static;
      width: min(36em, 42%);
      border-inline-start: 1px solid var(--line);
    }
    .page .reading .talk {
      visibility: visible;
    }
    .page :is(.article-news, button.article-back) {
      display: none;
    }
    .page button.article-close {
      display: inline-flex;
    }
  }
`;
