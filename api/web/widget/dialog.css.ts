// How the menu and the windows over the chat look.
import { css } from "lit";

export const dialogStyle = css`
  dialog {
    padding: 0;
    border: 0;
    border-radius: 18px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: rgb(20 24 24 / 50%);
  }
  .ask {
    width: min(25em, calc(100% - 2em));
  }
  .ask-body,
  .ask-form {
    min-width: 0;
    display: grid;
    gap: 0.9em;
  }
  .ask-body {
    padding: 1.4em;
  }
  .ask-form label {
    margin-block-end: -0.6em;
  }
  .ask h2,
  .ask p {
    margin: 0;
  }
  .ask h2 {
    font-size: 1.1875em;
  }
  .ask h2:focus-visible {
    outline: none;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.5em;
    margin-block-start: 0.25em;
  }
  button.grave {
    background: var(--danger);
    color: var(--surface);
    font-weight: 600;
  }
  .trouble {
    color: var(--danger);
  }
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    width: max-content;
    max-width: min(22em, calc(100vw - 16px));
    max-height: calc(100dvh - 5em);
    overflow-y: auto;
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  .menu::backdrop {
    background: transparent;
  }
  .menu ul {
    list-style: none;
    margin: 0;
    padding: 0.4em;
  }
  .menu button {
    width: 100%;
    justify-content: start;
    gap: 0.75em;
    padding-inline: 0.9em;
    color: var(--ink);
    font-weight: 400;
  }
  .menu button .icon {
    color: var(--primary);
  }
  .menu button.danger,
  .menu button.danger .icon {
    color: var(--danger);
  }
  .menu .forgetful {
    padding: 0.5em 1em;
    border-block-start: 1px solid var(--line);
  }
  .code {
    font: 700 1.75em / 1.3 ui-monospace, "Noto Sans Mono", monospace;
    letter-spacing: 0.06em;
    text-align: center;
    padding: 0.4em 0.2em;
    border-radius: 12px;
    background: var(--raised);
    user-select: all;
  }
  .code-link {
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }
  .ask input {
    font-family: ui-monospace, "Noto Sans Mono", monospace;
    text-transform: uppercase;
    letter-spacing: 0.06em;
  }
`;
