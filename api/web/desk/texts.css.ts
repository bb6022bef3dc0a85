// How aligned texts look: a list to choose from, and the two versions side by side.
import { css } from "lit";

export const textsStyle = css`
  .texts {
    display: grid;
    grid-template-columns: minmax(13em, 18em) minmax(0, 1fr);
    gap: 1.25em;
    min-height: 22em;
  }
  .texts-list,
  .text-chosen {
    display: grid;
    gap: 0.7em;
    align-content: start;
    min-width: 0;
  }
  .texts p {
    margin: 0;
  }
  .texts p:empty {
    display: none;
  }
  .found {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 0.2em;
    max-height: 60dvh;
    overflow-y: auto;
  }
  .found button {
    display: grid;
    gap: 0;
    width: 100%;
    color: var(--ink);
    font-weight: 400;
    justify-content: start;
  }
  .found [aria-pressed="true"] {
    background: var(--primary-tint);
    font-weight: 600;
  }
  .found .quiet {
    font-size: 0.875em;
    font-weight: 400;
  }
  .versions {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr));
    gap: 1em;
  }
  .version {
    min-width: 0;
    padding: 0.8em 1em;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    overflow-wrap: anywhere;
  }
  .version + .version {
    background: var(--primary-tint);
  }
  .version h3 {
    margin: 0 0 0.4em;
    font-size: 0.875em;
    color: var(--quiet);
  }
  .version h4 {
    margin: 0 0 0.4em;
    font-size: 1em;
  }
  .version p,
  .version ul,
  .version ol {
    margin-block: 0 0.5em;
  }
  .keys {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.5em 1.2em;
    margin: 0;
  }
  .keys dd {
    margin: 0;
  }
  kbd {
    display: inline-block;
    min-width: 1.9em;
    padding: 0.1em 0.5em;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--raised);
    font: inherit;
    font-size: 0.875em;
    text-align: center;
  }
  @media (max-width: 760px) {
    .texts {
      grid-template-columns: minmax(0, 1fr);
    }
    .found {
      max-height: 12em;
    }
  }
`;
