// Photos in the conversation: small in their place, large in front of everything.
import { css } from "lit";

export const attachmentStyle = css`
  .thumbnail {
    display: grid;
    justify-items: start;
    gap: 0.4em;
    padding: 0;
    border-radius: 10px;
  }
  .thumbnail img {
    display: block;
    /* Known before the photo is, so that nothing moves when it comes. */
    width: 18em;
    height: 12em;
    max-width: 100%;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--raised);
    object-fit: contain;
  }
  .thumbnail:hover img {
    border-color: var(--primary);
  }
  .said > .large-photo {
    margin: auto;
    width: fit-content;
    max-width: calc(100vw - 2em);
    max-height: calc(100vh - 2em);
    padding: 0;
    border: 0;
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .large-photo::backdrop {
    background: rgb(0 0 0 / 70%);
  }
  .large-photo form {
    position: absolute;
    inset-block-start: 0.6em;
    inset-inline-end: 0.6em;
  }
  .large-photo img {
    display: block;
    max-width: calc(100vw - 2em);
    max-height: calc(100vh - 2em);
    object-fit: contain;
  }
`;
