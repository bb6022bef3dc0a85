// How the desk lies on the screen: queue, conversation, context.
import { css } from "lit";

export const deskStyle = css`
  :host {
    display: block;
    height: 100dvh;
    background: var(--paper);
  }
  .screen {
    font-size: max(15px, 0.9375rem);
    height: 100%;
    display: flex;
    flex-direction: column;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 0.8em;
    flex-wrap: wrap;
    padding: 0.5em 1em;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
  }
  .top h1 {
    margin: 0;
    font-size: 1.125em;
  }
  .connection {
    flex: 1;
    margin: 0;
    color: var(--danger);
    text-align: end;
  }
  .switch {
    border-color: var(--edge);
    background: var(--surface);
    white-space: nowrap;
  }
  .switch-track {
    position: relative;
    width: 2.4em;
    height: 1.35em;
    flex: none;
    border: 1px solid var(--edge);
    border-radius: 1em;
    background: var(--raised);
  }
  .switch-track::after {
    content: "";
    position: absolute;
    inset-block: 0.15em;
    inset-inline-start: 0.15em;
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--edge);
  }
  .switch[aria-checked="true"] .switch-track {
    border-color: var(--primary);
    background: var(--primary);
  }
  .switch[aria-checked="true"] .switch-track::after {
    inset-inline: auto 0.15em;
    background: var(--on-primary);
  }
  .columns {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(18em, 23em) minmax(0, 1fr) minmax(17em, 22em);
    position: relative;
  }
  @media (max-width: 640px) {
    .top {
      gap: 0.3em 0.5em;
      padding-block: 0.3em;
    }
    .top h1 {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .connection:empty {
      display: none;
    }
    .switch {
      font-size: 0.9375em;
      padding-inline: 0.6em;
    }
  }
`;
