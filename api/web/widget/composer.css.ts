// How the place to write looks.
import { css } from "lit";

export const composerStyle = css`
  .composer {
    display: grid;
    justify-items: start;
    gap: 0.35em;
    padding: 0.4em 0.9em 0.9em;
    padding-block-end: max(0.9em, env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--line);
    background: var(--surface);
  }
  .page .composer {
    padding-inline: max(0.9em, calc((100% - var(--column)) / 2));
  }
  .writing-line {
    display: flex;
    align-items: end;
    gap: 0.5em;
    width: 100%;
  }
  .counsellor-button {
    min-height: 44px;
    margin-block: 0.2em;
    background: var(--accent-tint);
  }
  button.counsellor-button {
    color: var(--accent);
    padding-inline: 0.9em;
  }
  button.counsellor-button:hover {
    background: var(--accent);
    color: var(--on-accent);
  }
  .composer:not(:has(.counsellor-button)) {
    padding-block-start: 0.9em;
  }
  .clip {
    margin-inline-start: -0.4em;
  }
`;
