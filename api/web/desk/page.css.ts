// How the desk's pages look: a head with a title, cards, forms and tables, the same on all of them.
import { css } from "lit";

export const pageStyle = css`
  :host {
    display: block;
    flex: 1;
    min-width: 0;
    min-height: 0;
    overflow-y: auto;
  }
  .page {
    display: grid;
    gap: 1em;
    align-content: start;
    grid-template-columns: minmax(0, 76em);
    justify-content: center;
    padding: 1.25em;
    font-size: max(15px, 0.9375rem);
  }
  .page-head,
  :is(p, div).line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6em 0.8em;
  }
  .page-head h2 {
    margin: 0;
    margin-inline-end: auto;
    font-size: 1.25em;
  }
  .card {
    min-width: 0;
    padding: 1.25em;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
  }
  .card h3 {
    margin: 0 0 0.8em;
    font-size: 1.0625em;
  }
  .card h3:focus {
    outline: none;
  }
  .card p {
    margin: 0 0 0.6em;
  }
  .card > .scroll:not(:first-child),
  .card > .none:not(:first-child),
  .scroll + .line {
    margin-block-start: 1em;
  }
  .quiet {
    color: var(--quiet);
  }
  .notice {
    margin: 0;
  }
  .notice:empty {
    display: none;
  }
  .good {
    font-weight: 600;
    color: var(--primary);
  }
  .trouble {
    margin: 0;
    padding: 0.5em 0.8em;
    border-radius: 10px;
    background: var(--danger-tint);
    color: var(--danger);
  }
  .tag {
    display: inline-block;
    padding: 0.05em 0.6em;
    border-radius: 1em;
    background: var(--raised);
    font-size: 0.875em;
    font-weight: 600;
    white-space: nowrap;
  }
  .tag.fine {
    background: var(--primary-tint);
    color: var(--primary);
  }
  .tag.grave {
    background: var(--danger-tint);
    color: var(--danger);
  }
  .link-button {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-height: 44px;
    padding: 0.35em 1em;
    border: 1px solid var(--edge);
    border-radius: 12px;
    color: inherit;
    text-decoration: none;
  }
  .link-button:hover {
    border-color: var(--primary);
    background: var(--primary-tint);
  }
  .secret {
    font-family: ui-monospace, "Noto Sans Mono", monospace;
    overflow-wrap: anywhere;
    user-select: all;
  }
  @media (max-width: 640px) {
    .page {
      padding: 0.75em;
    }
    .card {
      padding: 1em;
    }
  }
  @media print {
    :host {
      overflow: visible;
    }
    .card {
      border: 0;
      padding: 0;
    }
    .not-printed {
      display: none !important;
    }
  }
`;
