// How the context of a ticket looks; below 1100 pixels it comes as a drawer.
import { css } from "lit";

export const contextStyle = css`
  .context {
    overflow-y: auto;
    padding: 1.25em;
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
  }
  .context dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.4em 1em;
    align-items: baseline;
    margin: 0;
  }
  .context dt {
    color: var(--quiet);
  }
  .context dd {
    margin: 0;
    font-weight: 600;
  }
  .context dd .quiet {
    font-weight: 400;
  }
  .context dd.urgent {
    color: var(--danger);
  }
  .context h3 {
    margin: 1.5em 0 0.4em;
    font-size: 0.9375em;
  }
  .context blockquote {
    margin: 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--line);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .ticket-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-block-start: 1em;
  }
  .ticket-actions button {
    min-height: 36px;
    padding-inline: 0.8em;
    font-size: 0.9375em;
  }
  .chips,
  .matched,
  .related {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }
  .chips:not(:empty) {
    margin-block-end: 0.4em;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    padding-inline-start: 0.8em;
    border-radius: 2em;
    background: var(--raised);
  }
  .chip .square {
    width: 32px;
    min-height: 32px;
    border-radius: 50%;
  }
  .new-tag-form input {
    min-height: 36px;
    padding-block: 0.2em;
  }
  .matched,
  .related {
    display: grid;
    gap: 0.4em;
  }
  .matched summary,
  .check-list summary {
    padding-block: 0.3em;
    cursor: pointer;
  }
  .matched summary .quiet {
    display: block;
    font-size: 0.9375em;
  }
  .matched-text {
    margin: 0.3em 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--line);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  /* Not the lines of what is said, which are spans. */
  :is(p, div).line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 0.8em;
    margin: 0;
  }
  .check-list .check {
    display: flex;
    align-items: start;
    padding-block: 0.25em;
  }
  .check-list .check input {
    margin-block-start: 0.25em;
  }
  .related button {
    display: grid;
    gap: 0;
    width: 100%;
    color: var(--ink);
    font-weight: 400;
  }
  @media (max-width: 1100px) {
    .columns {
      grid-template-columns: minmax(14em, 17em) minmax(0, 1fr);
    }
    .context-toggle,
    .context-hide {
      display: inline-flex;
    }
    .present:empty + .context-toggle {
      margin-inline-start: auto;
    }
    .context {
      display: none;
      position: absolute;
      z-index: 2;
      inset-block: 0;
      inset-inline-end: 0;
      width: min(22em, 100%);
      box-shadow: var(--shadow);
    }
    .context.shown {
      display: block;
    }
  }
  @media (max-width: 640px) {
    /* One pane at a time: the list, or what was opened from it. */
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .columns:not(.opened) .conversation,
    .columns.opened .queue {
      display: none;
    }
    .to-queue {
      display: inline-flex;
    }
  }
`;
