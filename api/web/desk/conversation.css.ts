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
  .present {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8em;
    margin: 0;
    margin-inline-start: auto;
    font-size: 0.875em;
    color: var(--accent);
  }
  .context-toggle,
  .context-hide,
  .to-queue {
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
  .note {
    display: grid;
    gap: 0.3em;
    padding: 0.7em 1em;
    border: 1px dashed var(--accent);
    border-radius: var(--radius);
    background: var(--accent-tint);
    overflow-wrap: anywhere;
  }
  .note-head {
    margin: 0;
    font-size: 0.8125em;
    font-weight: 600;
    color: var(--accent);
  }
  .note-text > * {
    margin: 0;
  }
  .note .moment {
    color: var(--ink);
  }
  .translated {
    display: grid;
    gap: 0.4em;
  }
  .translated.own {
    justify-items: end;
  }
  .translation {
    justify-self: start;
    max-width: min(85%, 36em);
    padding-inline-start: 0.9em;
    border-inline-start: 3px solid var(--line);
    overflow-wrap: anywhere;
  }
  .translation p {
    margin: 0;
  }
  .translation-head {
    font-size: 0.8125em;
    color: var(--quiet);
  }
  .translation-text {
    white-space: pre-line;
  }
  .translation mark {
    padding-inline: 0.15em;
    border-radius: 4px;
    background: var(--danger-tint);
    color: var(--danger);
    font-weight: 600;
  }
  .differences {
    margin: 0.3em 0 0;
    padding: 0;
    list-style: none;
    font-size: 0.875em;
    color: var(--danger);
  }
  .unsent .said {
    opacity: 1;
    outline: 1px dashed var(--edge);
    outline-offset: 2px;
  }
  .unsent p {
    margin: 0;
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
  .modes {
    display: flex;
    gap: 0.3em;
  }
  .modes [aria-pressed="true"] {
    background: var(--primary-tint);
  }
  .reply.note,
  .reply .translate {
    justify-self: stretch;
  }
  .reply.note {
    border-radius: 0;
    border-width: 0;
    padding: 0;
    background: transparent;
  }
  .reply.note textarea {
    border-style: dashed;
    border-color: var(--accent);
    background: var(--accent-tint);
  }
  .reply .translate {
    justify-self: start;
    min-height: 32px;
    padding-block: 0;
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
  .reply-actions .select select {
    max-width: 14em;
  }
  .hint {
    margin-inline-start: auto;
    font-size: 0.875em;
    color: var(--quiet);
  }
  @media (max-width: 1360px) {
    .hint {
      display: none;
    }
    .hint + .primary {
      margin-inline-start: auto;
    }
  }
`;
