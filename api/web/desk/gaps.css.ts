// How the eight languages of an answer stand beside the Korean one.
import { css } from "lit";

export const gapStyle = css`
  .samples {
    display: grid;
    gap: 0.6em;
    margin: 0;
    padding: 0;
    max-height: 20em;
    overflow-y: auto;
    list-style: none;
  }
  .samples p {
    margin: 0.2em 0 0;
    overflow-wrap: anywhere;
  }
  .side-by-side {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 1.5em;
    align-items: start;
  }
  .own {
    position: sticky;
    top: 0;
  }
  .theirs {
    display: grid;
    gap: 1.5em;
  }
  .gap-text {
    display: grid;
    gap: 0.6em;
  }
  .gap-text legend {
    display: flex;
    gap: 0.6em;
    margin-block-end: 0.4em;
    font-size: 1em;
  }
  .gap-text textarea {
    min-height: 9em;
  }
  .save-line {
    position: sticky;
    bottom: 0;
    padding-block: 0.75em;
    border-block-start: 1px solid var(--line);
    background: var(--surface);
  }
  @media (max-width: 760px) {
    .side-by-side {
      grid-template-columns: minmax(0, 1fr);
    }
    .own {
      position: static;
    }
  }
`;
