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
  .columns {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(17em, 21em) minmax(0, 1fr) minmax(16em, 20em);
    position: relative;
  }
`;
