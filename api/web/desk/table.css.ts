// How the tables of the desk's pages look; what is wider than its card is scrolled within it.
import { css } from "lit";

export const tableStyle = css`
  .scroll {
    /* Words that only those who listen get are cut off here, too. */
    position: relative;
    overflow-x: auto;
    border-radius: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  caption {
    padding-block-end: 0.5em;
    font-weight: 600;
    text-align: start;
  }
  th,
  td {
    padding: 0.5em 0.7em;
    border-block-end: 1px solid var(--line);
    text-align: start;
    vertical-align: baseline;
  }
  /* Words stay whole: the table is scrolled instead. */
  .scroll :is(th, td, th *, td *) {
    overflow-wrap: break-word;
  }
  thead th {
    font-size: 0.875em;
    color: var(--quiet);
    white-space: nowrap;
  }
  tbody th {
    font-weight: 600;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  tbody tr:hover {
    background: var(--raised);
  }
  th.number,
  td.number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td.acts {
    padding-block: 0;
    text-align: end;
    white-space: nowrap;
  }
  tr.ended {
    color: var(--quiet);
  }
  .none {
    padding: 1em 0;
    margin: 0;
    color: var(--quiet);
  }
  .bar {
    display: block;
    width: 100%;
    min-width: 5em;
    height: 0.75em;
    fill: var(--primary);
  }
  [dir="rtl"] .bar {
    transform: scaleX(-1);
  }
`;
