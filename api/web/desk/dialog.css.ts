// How windows over the desk look; the forms inside of them are those of form.css.ts.
import { css } from "lit";

export const dialogStyle = css`
  .window {
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 18px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
    max-width: none;
    max-height: calc(100dvh - 2em);
    overflow-y: auto;
  }
  .window.narrow {
    width: min(28em, calc(100% - 1.5em));
  }
  .window.wide {
    width: min(64em, calc(100% - 1.5em));
  }
  .window::backdrop {
    background: rgb(20 24 24 / 50%);
  }
  .window-body {
    display: grid;
    gap: 1em;
    padding: 1.2em 1.4em 1.4em;
    min-width: 0;
  }
  .window-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1em;
  }
  .window-head h2 {
    margin: 0;
    font-size: 1.1875em;
  }
  .window-actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.5em;
  }
  button.grave {
    background: var(--danger);
    color: var(--surface);
    font-weight: 600;
  }
`;
