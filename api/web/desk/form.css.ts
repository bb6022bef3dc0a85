// How the forms of the desk's pages look: fields in as many columns as there is room for.
import { css } from "lit";

export const formStyle = css`
  .form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(15em, 100%), 1fr));
    gap: 0.9em 1em;
    align-items: start;
  }
  .fields {
    display: grid;
    gap: 0.9em;
  }
  .form.narrow {
    grid-template-columns: minmax(0, 26em);
  }
  .form > .whole {
    grid-column: 1 / -1;
  }
  .field {
    display: grid;
    gap: 0.3em;
    min-width: 0;
  }
  .field label,
  legend {
    padding: 0;
    font-size: 0.875em;
    font-weight: 600;
  }
  .hint {
    font-size: 0.875em;
    color: var(--quiet);
  }
  .field textarea {
    min-height: 6em;
    max-height: 30em;
  }
  .select.wide {
    display: flex;
  }
  .select.wide select {
    width: 100%;
    max-width: none;
    min-width: 0;
    field-sizing: fixed;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.1em;
  }
  .checks.many {
    max-height: 11em;
    margin-block-start: 0.3em;
    padding: 0.3em 0.8em;
    overflow-y: auto;
    border: 1px solid var(--line);
    border-radius: 12px;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(17em, 100%), 1fr));
  }
  .qr {
    display: block;
    max-width: 100%;
    margin-block: 0.5em;
    border-radius: 8px;
    background: #fff;
  }
  .codes {
    display: grid;
    grid-template-columns: repeat(2, max-content);
    gap: 0.4em 2em;
    margin: 0 0 1em;
    padding: 1em;
    border-radius: 12px;
    background: var(--raised);
    list-style: none;
    justify-content: center;
    font-size: 1.125em;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-height: 36px;
  }
  .check input {
    width: 1.15em;
    height: 1.15em;
    min-height: 0;
    flex: none;
    accent-color: var(--primary);
  }
`;
