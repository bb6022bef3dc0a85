// How messages look: the assistant on plain paper, people in bubbles, notices in the middle.
import { css } from "lit";

export const messageStyle = css`
  .message {
    display: grid;
    gap: 0.5em;
    justify-items: start;
    min-width: 0;
  }
  .message.own {
    justify-items: end;
  }
  .speaker {
    display: flex;
    align-items: center;
    gap: 0.5em;
    margin: 0;
    font-size: 0.875em;
    font-weight: 600;
    color: var(--quiet);
  }
  .speaker .sign {
    width: 1.75em;
    height: 1.75em;
  }
  .role {
    font-weight: 400;
  }
  .role::before {
    content: "· ";
  }
  .said {
    max-width: min(100%, 40em);
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .said > * {
    margin: 0;
  }
  .said > * + * {
    margin-block-start: 0.7em;
  }
  .line {
    display: block;
    min-height: 1em;
  }
  .said ul {
    padding-inline-start: 1.2em;
  }
  .said ol {
    padding-inline-start: 1.6em;
  }
  .said li + li {
    margin-block-start: 0.25em;
  }
  .said li::marker {
    font-family: sans-serif;
    color: var(--accent);
  }
  .bot .said {
    width: 100%;
  }
  .bot .said p:has(+ :is(ul, ol)) > .line:last-child {
    font-weight: 600;
  }
  .bot .said p + :is(ul, ol) {
    margin-block-start: 0.3em;
  }
  .resident .said,
  .counsellor .said {
    padding: 0.6em 0.95em;
    border-radius: var(--radius);
    max-width: min(85%, 36em);
  }
  .own .said {
    background: var(--mine);
    color: var(--on-mine);
    border-end-end-radius: 4px;
  }
  .own .said a {
    color: inherit;
  }
  .other.counsellor .said {
    background: var(--accent-tint);
    border-end-start-radius: 4px;
  }
  .other.resident .said {
    background: var(--primary-tint);
    border-end-start-radius: 4px;
  }
  .counsellor.other .speaker {
    color: var(--accent);
  }
  .message.system {
    justify-self: center;
    justify-items: center;
    text-align: center;
    max-width: 34em;
    padding: 0.6em 1em;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
    font-size: 0.9375em;
    color: var(--quiet);
    gap: 0.25em;
  }
  .system .said {
    color: var(--ink);
  }
  .attachment {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
  }
  .attachment .size {
    font-size: 0.875em;
  }
  .moment {
    font-size: 0.8125em;
    line-height: 1.4;
    color: var(--quiet);
    font-family: var(--latin);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    max-width: 40em;
    margin-block-start: 0.25em;
  }
  .buttons button {
    border-color: var(--primary);
    color: var(--primary);
    font-weight: 600;
  }
  .newest .buttons [data-payload="#counsellor"] {
    border-color: transparent;
    background: var(--accent-tint);
    color: var(--accent);
  }
  .newest .buttons [data-payload="#counsellor"]:hover {
    background: var(--accent);
    color: var(--on-accent);
  }
  [data-kind="choices"] .buttons {
    display: grid;
    width: 100%;
  }
  [data-kind="choices"] .buttons button {
    justify-content: start;
  }
  .older .buttons button {
    border-color: var(--line);
    background: transparent;
    color: var(--quiet);
    font-weight: 400;
    min-height: 36px;
    font-size: 0.9375em;
  }
  .older .buttons button:hover {
    border-color: var(--primary);
    color: var(--primary);
  }
`;
