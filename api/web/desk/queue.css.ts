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
  .danger-strip {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 0.6em;
    padding: 0.6em 0.9em;
    background: var(--danger-tint);
    color: var(--danger);
    font-weight: 600;
  }
  .danger-strip span {
    flex: 1 0 100%;
  }
  .danger-strip button {
    min-height: 36px;
  }
  .danger-strip .plain {
    color: inherit;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    padding: 0.5em 0.5em 0;
    border-block-end: 1px solid var(--line);
  }
  .tabs button {
    /* The number below the name: side by side, five tabs do not fit into one row in any language. */
    flex: 1 1 auto;
    flex-direction: column;
    justify-content: flex-start;
    border-radius: 10px 10px 0 0;
    padding-inline: 0.3em;
    font-size: 0.9375em;
    gap: 0.1em;
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
  .search {
    padding: 0.6em 0.6em 0;
  }
  .search input {
    min-height: 38px;
    padding-block: 0.2em;
  }
  .filter {
    padding: 0.3em 0.9em 0;
  }
  .filter summary {
    min-height: 32px;
    width: fit-content;
    line-height: 32px;
    font-size: 0.875em;
    color: var(--quiet);
    cursor: pointer;
  }
  .filter-fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.5em;
    padding-block: 0.3em 0.6em;
  }
  .filter-fields .field > span:first-child {
    font-size: 0.8125em;
    font-weight: 600;
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0.5em;
    display: grid;
    /* Left to themselves, the rows of a long list shrink to the least height of a button. */
    grid-auto-rows: max-content;
    align-content: start;
    gap: 0.25em;
  }
  .none {
    padding: 1.5em 0.75em;
    margin: 0;
    text-align: center;
    color: var(--quiet);
  }
  .none:empty {
    display: none;
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
  .row.urgent[data-state="waiting"] {
    background: var(--danger-tint);
  }
  .row-foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
    font-size: 0.8125em;
    color: var(--quiet);
  }
  .row-foot bdi + bdi::before {
    content: "· ";
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
    font-variant-numeric: tabular-nums;
  }
  .row.urgent[data-state="waiting"] :is(.row-age, .row-foot) {
    color: var(--ink);
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
