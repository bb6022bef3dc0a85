// How the context of a ticket looks; below 1100 pixels it comes as a drawer.
import { css } from "lit";

export const contextStyle = css`
  .context {
    overflow-y: auto;
    padding: 1.25em;
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
  }
  .context dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.4em 1em;
    align-items: baseline;
    margin: 0;
  }
  .context dt {
    color: var(--quiet);
  }
  .context dd {
    margin: 0;
    font-weight: 600;
  }
  .context dd .quiet {
    font-weight: 400;
  }
  .context dd.urgent {
    color: var(--danger);
  }
  .context h3 {
    margin: 1.5em 0 0.4em;
    font-size: 0.9375em;
  }
  .context blockquote {
    margin: 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--line);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .articles {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 0.6em;
  }
  .article-title {
    display: block;
  }
  .article-links {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
  }
  .article-links a {
    display: inline-flex;
    align-items: center;
    min-height: 28px;
  }
  @media (max-width: 1100px) {
    .columns {
      grid-template-columns: minmax(14em, 17em) minmax(0, 1fr);
    }
    .context-toggle,
    .context-hide {
      display: inline-flex;
    }
    .context {
      display: none;
      position: absolute;
      z-index: 2;
      inset-block: 0;
      inset-inline-end: 0;
      width: min(22em, 100%);
      box-shadow: var(--shadow);
    }
    .context.shown {
      display: block;
    }
  }
  @media (max-width: 640px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: 30% minmax(0, 1fr);
    }
    .conversation.empty {
      grid-column: 1;
    }
  }
`;
