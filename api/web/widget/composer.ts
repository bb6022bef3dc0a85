// Where the resident writes, with a person always one press away.
import { html, nothing, type TemplateResult } from "lit";
import { personIcon, sendIcon } from "../shared/icons";
import type { Button, ConversationState } from "../shared/wire";
import { t } from "../shared/words";

export interface ComposerActions {
  write: (draft: string) => void;
  send: () => void;
  press: (button: Button) => void;
}

export function renderComposer(draft: string, state: ConversationState, actions: ComposerActions): TemplateResult {
  return html`<form class="composer" @submit=${(event: Event) => submit(event, actions)}>
    ${state === "bot" ? renderCounsellorButton(actions) : nothing}
    <div class="writing-line">
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
