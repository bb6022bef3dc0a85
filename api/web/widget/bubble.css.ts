// How the chat floats above another page.
import { css } from "lit";

export const bubbleStyle = css`
  /* The page decides on which side the bubble floats, the language of the chat only how it reads. */
  :host([mode="bubble"]) {
    position: fixed;
    z-index: 2147483000;
    inset-inline-end: 20px;
    inset-block-end: calc(20px + env(safe-area-inset-bottom));
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 12px;
  }
  .chat.bubble {
    display: contents;
  }
  .bubble .panel {
    width: min(25.5em, calc(100vw - 40px));
    height: min(43em, calc(100dvh - 112px));
    border: 1px solid var(--line);
    border-radius: 20px;
    overflow: hidden;
    box-shadow: var(--shadow);
    animation: rise 0.18s ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(10px);
    }
  }
  .bubble-button {
    position: relative;
    width: 60px;
    height: 60px;
    padding: 0;
    border-radius: 20px;
    background: var(--primary);
    color: var(--on-primary);
    box-shadow: var(--shadow);
  }
  .bubble-button:hover {
    background: var(--primary-strong);
  }
  .bubble-button .sign {
    width: 44px;
    height: 44px;
  }
  .bubble-button .sign-ground {
    fill: none;
  }
  .unread {
    position: absolute;
    inset-block-start: -6px;
    inset-inline-end: -6px;
    min-width: 24px;
    height: 24px;
    padding: 0 6px;
    border-radius: 12px;
    background: var(--accent);
    color: var(--on-accent);
    font: 700 13px / 24px var(--latin);
    text-align: center;
  }
  @media (max-width: 480px), (max-height: 480px) {
    .bubble .panel {
      position: fixed;
      inset: 0;
      width: auto;
      height: 100dvh;
      border: 0;
      border-radius: 0;
    }
    .bubble-button.open {
      display: none;
    }
  }
`;
