// How the list of tickets looks.
import { css } from "lit";

export const queueStyle = css`
  .queue {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--line);
    background: var(--surface);
  }
  .tabs {
    display: flex;
    padding: 0.5em 0.5em 0;
    border-block-end: 1px solid var(--line);
  }
  .tabs button {
    flex: 1;
    border-radius: 10px 10px 0 0;
    padding-inline: 0.25em;
    gap: 0.35em;
    white-space: nowrap;
    color: var(--quiet);
    border-block-end: 3px solid transparent;
  }
  .tabs [aria-selected="true"] {
    color: var(--ink);
    font-weight: 600;
    border-block-end-color: var(--primary);
  }
  .count {
    min-width: 1.6em;
    padding-inline: 0.45em;
    border-radius: 1em;
    background: var(--raised);
    font-size: 0.875em;
    font-weight: 600;
    text-align: center;
    color: var(--ink);
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0.5em;
    display: grid;
    align-content: start;
    gap: 0.25em;
  }
  .none {
    padding: 1.5em 0.75em;
    margin: 0;
    text-align: center;
    color: var(--quiet);
  }
  .row {
    display: grid;
    gap: 0.2em;
    justify-content: stretch;
    padding: 0.65em 0.8em;
    border: 1px solid transparent;
    border-inline-start: 4px solid transparent;
    min-width: 0;
  }
  .row:hover {
    background: var(--raised);
  }
  .row.urgent {
    border-inline-start-color: var(--danger);
  }
  .row[aria-current="true"] {
    background: var(--primary-tint);
    border-color: var(--primary);
  }
  .row-head {
    display: flex;
    align-items: center;
    gap: 0.5em;
    font-size: 0.875em;
  }
  .row-language {
    font-weight: 600;
  }
  .row-age {
    margin-inline-start: auto;
    color: var(--quiet);
  }
  .row-question {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .tag {
    padding: 0.05em 0.6em;
    border-radius: 1em;
    background: var(--raised);
    font-size: 0.875em;
    font-weight: 600;
  }
  .urgent-tag {
    background: var(--danger-tint);
    color: var(--danger);
  }
  .new-tag {
    background: var(--accent-tint);
    color: var(--accent);
  }
`;
