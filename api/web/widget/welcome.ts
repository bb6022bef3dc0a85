// What a resident sees before the first message; nothing of it comes from the gateway.
import { html, type TemplateResult } from "lit";
import { bookIcon, cardIcon, familyIcon, houseIcon, lockIcon, personIcon, workIcon } from "../shared/icons";
import { renderLinked } from "../shared/linked-text";
import type { Button } from "../shared/wire";
import { t } from "../shared/words";

interface Topic extends Button {
  icon: TemplateResult;
}

function listTopics(): Topic[] {
  return [
    { title: t("Visa and stay"), payload: "#topic:visa", icon: cardIcon },
    { title: t("Settling in"), payload: "#topic:settlement", icon: houseIcon },
    { title: t("Work"), payload: "#topic:job", icon: workIcon },
    { title: t("Family"), payload: "#topic:family", icon: familyIcon },
  ];
}

export function renderWelcome(
  press: (button: Button) => void,
  isForgetful: boolean,
  keepNothing: (isForgetful: boolean) => void,
): TemplateResult {
  return html`<section class="welcome" data-testid="welcome">
    <h2>${t("Hello. What can I help you with?")}</h2>
    <p>${t("Ask about visas, daily life, work or family in Seoul. Write in your own language, or choose a topic.")}</p>
    <div class="topics">${listTopics().map((topic) => renderTopic(topic, press))}</div>
    <ul class="promises">
      <li>${bookIcon}<span>${t("Answers come from a checked guidebook and show their source.")}</span></li>
      <li>${personIcon}<span>${t("You can ask for a counsellor at any time.")}</span></li>
      <li>${lockIcon}<span>${t("Please do not write registration or passport numbers.")}</span></li>
    </ul>
    <label class="forgetful">
      <input
        type="checkbox"
        data-testid="keep-nothing"
        .checked=${isForgetful}
        @change=${(event: Event) => keepNothing((event.target as HTMLInputElement).checked)}
      />
      <span>${t("Keep nothing of this chat on this device")}</span>
    </label>
    <p class="danger-line">${renderLinked(t("In danger? Call 112 (police) or 119 (fire, ambulance)."))}</p>
  </section>`;
}

function renderTopic(topic: Topic, press: (button: Button) => void): TemplateResult {
  return html`<button
    type="button"
    class="outlined topic"
    data-testid="button"
    data-payload=${topic.payload}
    @click=${() => press(topic)}
  >
    ${topic.icon}<span>${topic.title}</span>
  </button>`;
}
