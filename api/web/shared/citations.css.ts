// How the cards below an answer look.
import { css } from "lit";

export const citationStyle = css`
  .citations {
    display: grid;
    gap: 0.4em;
    width: 100%;
    max-width: 40em;
    margin-block-start: 0.25em;
  }
  .citations-head {
    display: flex;
    align-items: center;
    gap: 0.4em;
    margin: 0;
    font-size: 0.875em;
    color: var(--quiet);
  }
  .citation {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.1em 0.75em;
    align-items: start;
    min-height: 44px;
    padding: 0.65em 0.9em;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--accent);
    border-radius: 10px;
    background: var(--surface);
    color: var(--ink);
    text-decoration: none;
    position: relative;
  }
  .citation:hover {
    border-color: var(--accent);
  }
  .citation-title {
    font-weight: 600;
    color: var(--primary);
  }
  .citation:hover .citation-title {
    text-decoration: underline;
  }
  .citation .icon {
    margin-block-start: 0.2em;
    width: 1em;
    height: 1em;
    color: var(--quiet);
  }
  .citation-source {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9em;
    font-size: 0.8125em;
    color: var(--quiet);
  }
  /* The page behind the card names all sources. */
  .citation-origin {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
`;
