// How the guidebooks of the centres and the glossary look.
import { css } from "lit";

export const shelfStyle = css`
  .shelf {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 1.25em;
    display: grid;
    gap: 1em;
    align-content: start;
    grid-template-columns: minmax(0, 52em);
    justify-content: center;
  }
  .shelf-card {
    padding: 1.25em;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
  }
  .shelf-card h2 {
    margin: 0 0 0.8em;
    font-size: 1.0625em;
  }
  .shelf-card p:empty {
    display: none;
  }
  .shelf .quiet {
    color: var(--quiet);
  }
  .shelf .trouble {
    color: var(--danger);
    font-weight: 600;
  }
  .shelf .good {
    font-weight: 600;
  }
  .taking {
    display: grid;
    gap: 0.5em;
  }
  .taking button {
    justify-self: start;
    margin-block-start: 0.5em;
  }
  .select.wide select {
    max-width: 100%;
  }
  .documents {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 1.25em;
  }
  .documents h3,
  .documents p {
    margin: 0 0 0.3em;
  }
  .documents h3 {
    font-size: 1em;
  }
  .document-actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.8em;
  }
  .term dl {
    display: grid;
    grid-template-columns: 8em minmax(0, 1fr);
    gap: 0.3em 1em;
    margin: 0;
  }
  .term dt {
    color: var(--quiet);
  }
  .term dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .avoided {
    margin-inline-start: 0.6em;
    color: var(--danger);
  }
`;
