// How the menu of screens looks: one line that scrolls, a line of its own where there is no room beside the title.
import { css } from "lit";

export const screensStyle = css`
  .top {
    flex-wrap: wrap;
  }
  .screens {
    display: flex;
    gap: 0.2em;
    min-width: 0;
    overflow-x: auto;
  }
  .screens button {
    flex: none;
    white-space: nowrap;
  }
  .screens button[aria-current="page"] {
    background: var(--primary-tint);
  }
  .page-place {
    display: flex;
    flex: 1;
    min-height: 0;
  }
  @media (max-width: 1700px) {
    .screens {
      order: 1;
      flex-basis: 100%;
      margin-block-end: -0.5em;
      padding-block-end: 0.3em;
    }
  }
  @media print {
    :host,
    .screen {
      height: auto;
    }
    .top {
      display: none;
    }
  }
`;
