// How the question about satisfaction looks.
import { css } from "lit";

export const ratingStyle = css`
  .rating {
    display: grid;
    gap: 0.75em;
    margin-block-start: 1.35em;
    padding: 1em;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .rating.thanks {
    margin-block-end: 0;
    text-align: center;
    color: var(--quiet);
  }
  .rating fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .rating legend {
    padding: 0;
    margin-block-end: 0.5em;
    font-weight: 600;
  }
  .scores {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 0.25em;
  }
  .score {
    position: relative;
    display: grid;
    justify-items: center;
    align-content: start;
    gap: 0.2em;
    min-height: 44px;
    padding: 0.4em 0.1em;
    border-radius: 10px;
    font-size: 0.8125em;
    line-height: 1.3;
    text-align: center;
    color: var(--quiet);
    cursor: pointer;
    hyphens: auto;
    overflow-wrap: anywhere;
  }
  .score:lang(ur) {
    line-height: 1.8;
  }
  .score input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .score .icon {
    width: 2.25em;
    height: 2.25em;
    color: var(--edge);
  }
  .score:hover {
    background: var(--accent-tint);
  }
  .score.lit .icon {
    color: var(--accent);
    fill: currentColor;
  }
  .score:has(:checked) {
    color: var(--ink);
    font-weight: 600;
  }
  .score:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: -2px;
  }
  .comment {
    display: grid;
    gap: 0.3em;
    font-size: 0.9375em;
  }
`;
