// The fields of the desk's forms: each with its label, all reached by keyboard, read out of FormData.
import { html, nothing, type TemplateResult } from "lit";

export interface Field {
  name: string;
  label: string;
  value?: string | number | null;
  type?: "text" | "email" | "password" | "date" | "time" | "number" | "search" | "file";
  isRequired?: boolean;
  hint?: string;
  autocomplete?: string;
  inputMode?: "numeric";
  /** Sets the field's id apart where a page has two forms with a field of this name. */
  form?: string;
  direction?: "auto" | "ltr";
  min?: string;
  max?: string;
  minLength?: number;
  accept?: string;
  list?: string;
  isWhole?: boolean;
  /** The language that is written in this field. */
  language?: string;
}

export interface Option {
  value: string;
  label: string;
  language?: string;
}

function identify({ name, form = "form" }: Field): string {
  return `${form}-${name}`;
}

export function renderField(field: Field): TemplateResult {
  const id = identify(field);
  return renderAround(
    field,
    html`<input
      id=${id}
      name=${field.name}
      type=${field.type ?? "text"}
      .value=${field.type === "file" ? nothing : String(field.value ?? "")}
      ?required=${field.isRequired ?? false}
      dir=${field.direction ?? (field.language === "ur" ? "rtl" : "auto")}
      lang=${field.language ?? nothing}
      autocomplete=${(field.autocomplete ?? "off") as AutoFill}
      min=${field.min ?? nothing}
      max=${field.max ?? nothing}
      minlength=${field.minLength ?? nothing}
      accept=${field.accept ?? nothing}
      list=${field.list ?? nothing}
      inputmode=${field.inputMode ?? nothing}
      aria-describedby=${field.hint ? `${id}-hint` : nothing}
      data-testid=${id}
    />`,
  );
}

export function renderTextArea(field: Field): TemplateResult {
  const id = identify(field);
  return renderAround(
    field,
    html`<textarea
      id=${id}
      name=${field.name}
      .value=${String(field.value ?? "")}
      ?required=${field.isRequired ?? false}
      dir=${field.language === "ur" ? "rtl" : "auto"}
      lang=${field.language ?? nothing}
      aria-describedby=${field.hint ? `${id}-hint` : nothing}
      data-testid=${id}
    ></textarea>`,
  );
}

/** A choice of one; `empty` names the choice of none. */
export function renderSelect(field: Field, options: readonly Option[], empty?: string): TemplateResult {
  const id = identify(field);
  const value = String(field.value ?? "");
  return renderAround(
    field,
    html`<span class="select wide"
      ><select
        id=${id}
        name=${field.name}
        ?required=${field.isRequired ?? false}
        aria-describedby=${field.hint ? `${id}-hint` : nothing}
        data-testid=${id}
      >
        ${empty === undefined ? nothing : html`<option value="" .selected=${value === ""}>${empty}</option>`}
        ${options.map(
          (one) => html`<option value=${one.value} lang=${one.language ?? nothing} .selected=${one.value === value}>${one.label}</option>`,
        )}
      </select></span
    >`,
  );
}

/** A choice of several. */
export function renderChecks(field: Field, options: readonly Option[], chosen: readonly string[]): TemplateResult {
  return html`<fieldset class="whole" data-testid=${identify(field)}>
    <legend>${field.label}</legend>
    <div class="checks ${options.length > 12 ? "many" : ""}">
      ${options.map((one) => renderCheck(field.name, one, chosen.includes(one.value)))}
    </div>
    ${field.hint ? html`<span class="hint">${field.hint}</span>` : nothing}
  </fieldset>`;
}

export function renderCheck(name: string, option: Option, isChosen: boolean): TemplateResult {
  return html`<label class="check">
    <input type="checkbox" name=${name} value=${option.value} .checked=${isChosen} data-testid="${name}-${option.value}" />
    <span lang=${option.language ?? nothing}>${option.label}</span>
  </label>`;
}

function renderAround(field: Field, control: TemplateResult): TemplateResult {
  const id = identify(field);
  return html`<div class="field ${field.isWhole ? "whole" : ""}">
    <label for=${id}>${field.label}</label>
    ${control} ${field.hint ? html`<span class="hint" id="${id}-hint">${field.hint}</span>` : nothing}
  </div>`;
}

/** What a form holds; the form's own submission is stopped. */
export function readForm(event: SubmitEvent): FormData {
  event.preventDefault();
  return new FormData(event.currentTarget as HTMLFormElement);
}

export function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}

/** The text of a field, null where nothing was filled in. */
export function optional(form: FormData, name: string): string | null {
  return text(form, name) || null;
}

export function all(form: FormData, name: string): string[] {
  return form.getAll(name).map(String);
}

/** The part of an address behind "?", without what was left empty. */
export function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const filled = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return filled.length ? `?${new URLSearchParams(filled.map(([name, value]) => [name, String(value)]))}` : "";
}
