// How the welcome looks.
import { css } from "lit";

export const welcomeStyle = css`
  .welcome {
    display: grid;
    gap: 1em;
    padding-block-start: 0.25em;
  }
  .page .welcome {
    padding-block-start: clamp(0.25em, 5vh, 3em);
  }
  @container panel (max-width: 32em) {
    .page .welcome {
      padding-block-start: 0;
    }
  }
  .welcome h2 {
    margin: 0;
    font-size: 1.5em;
    line-height: 1.3;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .welcome h2:lang(ur) {
    line-height: 1.9;
    letter-spacing: 0;
  }
  .welcome p {
    margin: 0;
    max-width: 38em;
  }
  .topics {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.6em;
  }
  .topic {
    justify-content: start;
    gap: 0.7em;
    min-height: 58px;
    font-weight: 600;
  }
  .topic .icon {
    width: 1.6em;
    height: 1.6em;
    color: var(--accent);
  }
  .promises {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 0.5em;
    font-size: 0.9375em;
    color: var(--quiet);
  }
  .promises li {
    display: flex;
    gap: 0.7em;
    align-items: start;
  }
  .promises .icon {
    margin-block-start: 0.15em;
    color: var(--primary);
  }
  .forgetful {
    display: flex;
    gap: 0.7em;
    align-items: center;
    min-block-size: 2.75em;
    font-size: 0.9375em;
    color: var(--quiet);
  }
  .forgetful input {
    inline-size: 1.25em;
    block-size: 1.25em;
    accent-color: var(--primary);
  }
  .welcome .danger-line {
    font-size: 0.9375em;
    padding-block-start: 0.9em;
    border-block-start: 1px solid var(--line);
  }
`;
