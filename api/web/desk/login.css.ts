// How signing in looks, and the small forms of the account menu.
import { css } from "lit";

export const loginStyle = css`
  .login {
    min-height: 100dvh;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 1.5em;
    padding: 1.5em;
  }
  .login-card {
    display: grid;
    gap: 0.9em;
    width: min(26em, 100%);
    padding: 2em;
    border: 1px solid var(--line);
    border-radius: 20px;
    background: var(--surface);
  }
  .login-card h1 {
    margin: 0;
    font-size: 1.375em;
    line-height: 1.3;
  }
  .login-card p {
    margin: 0;
  }
  .login-card .link-button {
    justify-content: center;
  }
  .trouble {
    margin: 0;
    padding: 0.5em 0.8em;
    border-radius: 10px;
    background: var(--danger-tint);
    color: var(--danger);
    font-size: 0.9375em;
  }
  .good {
    margin: 0;
    color: var(--primary);
    font-size: 0.9375em;
  }

  .account {
    position: relative;
  }
  .account summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    padding-inline: 0.9em;
    border-radius: 12px;
    font-weight: 600;
    color: var(--primary);
    cursor: pointer;
    list-style: none;
  }
  .account summary::-webkit-details-marker {
    display: none;
  }
  .account summary:hover {
    background: var(--primary-tint);
  }
  .account-card {
    position: absolute;
    z-index: 3;
    inset-inline-end: 0;
    inset-block-start: calc(100% + 6px);
    width: 18em;
    display: grid;
    gap: 0.8em;
    padding: 1em;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .account-card p {
    margin: 0;
  }
  .quiet {
    color: var(--quiet);
  }
`;
