// How a week of shifts looks.
import { css } from "lit";

export const shiftStyle = css`
  .week-head {
    margin-block-end: 1em;
  }
  .week-head .centre {
    margin-inline-start: auto;
    min-width: min(16em, 100%);
  }
  .shift {
    display: grid;
    padding: 0.3em 0.5em;
    border-radius: 8px;
    background: var(--primary-tint);
    font-size: 0.9375em;
  }
  .shift + .shift {
    margin-block-start: 0.3em;
  }
  .shift .quiet {
    font-size: 0.875em;
  }
  .shift button {
    min-height: 28px;
    padding: 0;
    justify-self: start;
    font-size: 0.875em;
  }
  th.today {
    color: var(--primary);
  }
`;
