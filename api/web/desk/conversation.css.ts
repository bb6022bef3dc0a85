// How the open conversation and the reply box look.
import { css } from "lit";

export const conversationStyle = css`
  .conversation {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
  }
  .conversation.empty {
    display: grid;
    place-content: center;
    color: var(--quiet);
    grid-column: 2 / -1;
  }
  .conversation-head {
    display: flex;
    align-items: center;
    gap: 0.7em;
    min-height: 52px;
    padding: 0.3em 1.25em;
    border-block-end: 1px solid var(--line);
  }
  .conversation-head h2 {
    margin: 0;
    font-size: 1.0625em;
  }
  .context-toggle {
    margin-inline-start: auto;
  }
  .context-toggle,
  .context-hide {
    display: none;
  }
  .view {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 1.25em;
  }
  .view:focus-visible {
    outline-offset: -3px;
  }
  .thread {
    display: grid;
    gap: 1.25em;
    max-width: 46em;
    margin-inline: auto;
  }
  .answering {
    display: grid;
    gap: 0.6em;
    padding: 0.8em 1.25em 1em;
    border-block-start: 1px solid var(--line);
    background: var(--surface);
  }
  .answering:not(:has(*)) {
    display: none;
  }
  .claim {
    justify-self: center;
    min-width: 16em;
  }
  .reply {
    display: grid;
    gap: 0.6em;
  }
  .reply textarea {
    min-height: 5em;
    max-height: 16em;
  }
  .reply-actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  .reach {
    margin: 0;
    font-size: 0.875em;
    color: var(--quiet);
  }
  .hint {
    margin-inline-start: auto;
    font-size: 0.875em;
    color: var(--quiet);
  }
  @media (max-width: 1100px) {
    .hint {
      display: none;
    }
    .hint + .primary {
      margin-inline-start: auto;
    }
  }
`;
