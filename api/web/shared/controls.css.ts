// Buttons and fields, the same in the chat and at the desk.
import { css } from "lit";

export const controls = css`
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-height: 44px;
    padding: 0.35em 1em;
    border: 1px solid transparent;
    border-radius: 12px;
    background: transparent;
    line-height: 1.35;
    text-align: start;
    cursor: pointer;
    transition:
      background-color 0.15s,
      border-color 0.15s;
  }
  button:lang(ur) {
    line-height: 1.9;
    padding-block: 0.15em 0.4em;
  }
  button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  button.primary {
    background: var(--primary);
    color: var(--on-primary);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    background: var(--primary-strong);
  }
  button.outlined {
    border-color: var(--edge);
    background: var(--surface);
  }
  button.outlined:hover:not(:disabled) {
    border-color: var(--primary);
    background: var(--primary-tint);
  }
  button.plain {
    color: var(--primary);
    font-weight: 600;
    padding-inline: 0.6em;
  }
  button.plain:hover:not(:disabled) {
    background: var(--primary-tint);
  }
  button.square {
    width: 44px;
    padding: 0;
    flex: none;
  }
  input,
  textarea,
  .select {
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--surface);
  }
  input,
  textarea {
    display: block;
    width: 100%;
    min-height: 44px;
    padding: 0.55em 0.85em;
  }
  textarea {
    resize: none;
    line-height: 1.5;
    field-sizing: content;
    max-height: 9.5em;
  }
  textarea:lang(ur),
  input:lang(ur) {
    line-height: 1.9;
  }
  /* Until something is written, dir="auto" knows no direction but left to right. */
  textarea:placeholder-shown {
    direction: inherit;
  }
  input:focus-visible,
  textarea:focus-visible {
    border-color: var(--primary);
    outline: 2px solid var(--primary);
    outline-offset: -1px;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  .select {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding-inline-start: 0.7em;
  }
  .select select {
    appearance: none;
    field-sizing: content;
    min-height: 42px;
    border: 0;
    margin: 0;
    background: transparent;
    padding: 0 1.9em 0 0.5em;
    padding-inline: 0.5em 1.9em;
    border-radius: 11px;
    cursor: pointer;
    max-width: 9.5em;
    line-height: 1.5;
  }
  .select::after {
    content: "";
    position: absolute;
    inset-inline-end: 0.85em;
    width: 0.45em;
    height: 0.45em;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    transform: translateY(-30%) rotate(45deg);
    pointer-events: none;
  }
  .select option {
    background: var(--surface);
    color: var(--ink);
  }
`;
