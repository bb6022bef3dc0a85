// Where the resident writes, with a person always one press away.
import { html, nothing, type TemplateResult } from "lit";
import { clipIcon, personIcon, sendIcon } from "../shared/icons";
import type { Button, ConversationState } from "../shared/wire";
import { t } from "../shared/words";
import { ACCEPTED } from "./file-tray";

export interface ComposerActions {
  write: (draft: string) => void;
  send: () => void;
  press: (button: Button) => void;
  attach: (files: File[]) => void;
}

export function renderComposer(draft: string, state: ConversationState, actions: ComposerActions): TemplateResult {
  return html`<form class="composer" @submit=${(event: Event) => submit(event, actions)}>
    ${state === "bot" ? renderCounsellorButton(actions) : nothing}
    <div class="writing-line">
      ${takesFiles(state) ? renderClip(actions) : nothing}
      <textarea
        data-testid="input"
        rows="1"
        dir="auto"
        enterkeyhint="send"
        aria-label=${t("Your message")}
        placeholder=${t("Write your question")}
        .value=${draft}
        @input=${(event: Event) => actions.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => sendOnEnter(event, actions)}
        @paste=${(event: ClipboardEvent) => pasteFiles(event, state, actions)}
      ></textarea>
      <button type="submit" class="primary square" data-testid="send" aria-label=${t("Send")}>${sendIcon}</button>
    </div>
  </form>`;
}

function renderCounsellorButton(actions: ComposerActions): TemplateResult {
  const title = t("Talk to a counsellor");
  return html`<button
    type="button"
    class="plain counsellor-button"
    data-testid="counsellor-button"
    data-payload="#counsellor"
    @click=${() => actions.press({ title, payload: "#counsellor" })}
  >
    ${personIcon}<span>${title}</span>
  </button>`;
}

/** Only a counsellor can look at a photo. */
function takesFiles(state: ConversationState): boolean {
  return state === "waiting" || state === "human";
}

function renderClip(actions: ComposerActions): TemplateResult {
  const label = t("Send a photo or PDF");
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    actions.attach(Array.from(input.files ?? []));
    // The same file may be chosen once more.
    input.value = "";
  };
  const press = (event: Event): void => (event.currentTarget as HTMLElement).parentElement?.querySelector("input")?.click();
  return html`<button type="button" class="plain square clip" data-testid="attach" aria-label=${label} title=${label} @click=${press}>
      ${clipIcon}
    </button>
    <input type="file" hidden multiple accept=${ACCEPTED} data-testid="file" aria-label=${label} @change=${choose} />`;
}

function pasteFiles(event: ClipboardEvent, state: ConversationState, actions: ComposerActions): void {
  const files = Array.from(event.clipboardData?.files ?? []);
  if (files.length === 0 || !takesFiles(state)) return;
  event.preventDefault();
  actions.attach(files);
}

function submit(event: Event, actions: ComposerActions): void {
  event.preventDefault();
  actions.send();
}

/** Enter sends, except while a syllable or character is still being put together. */
function sendOnEnter(event: KeyboardEvent, actions: ComposerActions): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  actions.send();
}
