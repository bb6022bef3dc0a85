// How the chat lies in its place: head, status, and the part that scrolls; tighter where it is narrow.
import { css } from "lit";

export const panelStyle = css`
  :host {
    display: block;
  }
  :host([mode="page"]) {
    height: 100%;
    min-height: 0;
  }
  .chat.page,
  .page .panel {
    height: 100%;
  }
  .panel {
    display: flex;
    min-height: 0;
    position: relative;
    background: var(--paper);
    --column: 46em;
    container: panel / inline-size;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 0.6em;
    padding: 0.65em 0.9em;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
  }
  .page .head {
    padding-inline: max(0.9em, calc((100% - var(--column)) / 2));
  }
  .name {
    flex: 1;
    min-width: 0;
  }
  .name h1 {
    margin: 0;
    font-size: 1.1875em;
    line-height: 1.25;
    font-weight: 700;
    letter-spacing: -0.01em;
  }
  .name h1:focus-visible {
    outline: none;
  }
  .name .latin {
    font-weight: 400;
    font-size: 0.8em;
    letter-spacing: 0;
    color: var(--quiet);
    margin-inline-start: 0.15em;
  }
  .name p {
    margin: 0;
    font-size: 0.875em;
    line-height: 1.35;
    color: var(--quiet);
  }
  .name p:lang(ur) {
    line-height: 1.9;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 0.4em 0.75em;
    flex-wrap: wrap;
    margin: 0;
    padding: 0.6em 0.9em;
    background: var(--accent-tint);
    border-block-end: 1px solid var(--line);
    font-size: 0.9375em;
  }
  .page .status {
    /* Its letters are smaller, the column is as wide. */
    --column: calc(46em / 0.9375);
    padding-inline: max(0.9em, calc((100% - var(--column)) / 2));
  }
  .status > .icon {
    color: var(--accent);
  }
  .status p {
    margin: 0;
    flex: 1 1 9em;
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75em;
  }
  .status.notify {
    padding-block: 0.1em;
    background: var(--surface);
  }
  .status.notify button {
    margin-inline-start: -0.8em;
  }
  .status.human {
    background: var(--primary-tint);
  }
  .status.human > .icon {
    color: var(--primary);
  }
  .status.closed {
    background: var(--raised);
  }
  .status.offline {
    background: var(--danger-tint);
    color: var(--danger);
  }
  .view {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 1.25em 1em 1em;
  }
  .view:focus-visible {
    outline-offset: -3px;
  }
  .page .view {
    scrollbar-gutter: stable both-edges;
  }
  .page .view > * {
    width: min(100%, var(--column));
    margin-inline: auto;
  }
  .more .icon {
    stroke-width: 3.2;
  }
  @container panel (max-width: 32em) {
    .head {
      flex-wrap: wrap;
      gap: 0.3em 0.35em;
    }
    .name {
      flex: 1;
      display: contents;
    }
    .name h1 {
      flex: 1;
      font-size: 1.0625em;
      white-space: nowrap;
      margin-inline-start: 0.15em;
    }
    .name .latin {
      display: block;
      margin: 0;
      line-height: 1.2;
    }
    .name p {
      order: 1;
      flex: 0 0 100%;
    }
    .busy .name p {
      display: none;
    }
    .language {
      padding-inline-start: 0.2em;
    }
    .language .icon {
      display: none;
    }
    .language select {
      max-width: none;
    }
    .page .view {
      scrollbar-gutter: auto;
    }
  }
  @container panel (max-width: 27em) {
    .head {
      flex-wrap: nowrap;
      gap: 0.15em;
      padding-inline: 0.7em 0.3em;
    }
    .head:not(.busy) {
      flex-wrap: wrap;
    }
    .head button.square {
      width: 40px;
    }
    .head .language {
      padding-inline-start: 0;
      margin-inline-end: 0.2em;
    }
  }
  @container panel (max-width: 24em) {
    .bubble .head .sign {
      display: none;
    }
  }
  /* As narrow as a page enlarged four times (WCAG 1.4.10). */
  @container panel (max-width: 22em) {
    .head .sign {
      display: none;
    }
    .head button.square {
      width: 34px;
    }
  }
`;
