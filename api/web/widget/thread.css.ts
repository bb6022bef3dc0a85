// How the messages follow each other, with what is not sent yet and who is writing.
import { css } from "lit";

export const threadStyle = css`
  .thread {
    display: grid;
    gap: 1.35em;
  }
  .small {
    min-height: 36px;
    font-size: 0.9375em;
    padding: 0.2em 0.8em;
  }
  .unsent-message:is(.waiting, .failed) .said {
    background: var(--primary-tint);
    color: var(--ink);
    outline: 1px dashed var(--edge);
    outline-offset: -1px;
  }
  .unsent-message.refused .said {
    background: var(--danger-tint);
    color: var(--ink);
    border: 1px solid var(--danger);
  }
  .delivery {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 0 0.4em;
    margin: 0;
    font-size: 0.875em;
    color: var(--quiet);
  }
  .delivery button {
    padding-inline: 0.5em;
    font-size: 1em;
  }
  .delivery.refusal {
    color: var(--danger);
  }
  .said.file {
    display: flex;
    align-items: center;
    gap: 0.6em;
  }
  .said.file > * {
    margin: 0;
  }
  .delivery progress {
    width: 9em;
    accent-color: var(--accent);
  }
  .writing {
    display: flex;
    align-items: center;
    gap: 0.6em;
    margin: 1.35em 0 0;
  }
  .writing .sign {
    width: 1.75em;
    height: 1.75em;
  }
  .dots {
    display: inline-flex;
    gap: 5px;
    padding: 0.65em 0.8em;
    border-radius: 999px;
    background: var(--raised);
  }
  .dots i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--quiet);
    animation: breathe 1.2s infinite ease-in-out;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.18s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.36s;
  }
  @keyframes breathe {
    0%,
    70%,
    100% {
      opacity: 0.3;
    }
    35% {
      opacity: 1;
    }
  }
  .new-messages {
    position: relative;
    height: 0;
    display: flex;
    justify-content: center;
  }
  .new-messages button {
    position: absolute;
    bottom: 10px;
    border-radius: 999px;
    box-shadow: var(--shadow);
  }
`;
