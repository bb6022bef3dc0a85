// How the figures of a period look.
import { css } from "lit";

export const reportStyle = css`
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(9em, 100%), 1fr));
    gap: 1em;
    margin: 0;
  }
  .totals div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: 0.8em 1em;
    border-radius: 12px;
    background: var(--raised);
  }
  .totals dt {
    font-size: 0.875em;
    color: var(--quiet);
  }
  .totals dd {
    margin: 0;
    font-size: 1.5em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .table-head {
    margin-block-end: 0.6em;
  }
  .table-head h3 {
    margin: 0;
    margin-inline-end: auto;
  }
  .bar-column {
    width: 30%;
  }
  @media print {
    .bar rect {
      print-color-adjust: exact;
    }
  }
`;
