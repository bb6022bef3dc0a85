// The window that tells which keys do what, and switches them off.
import { html, type TemplateResult } from "lit";
import { t } from "../shared/words";
import { renderDialog } from "./dialog";
import type { Shortcuts } from "./shortcuts";

export function renderHelp(shortcuts: Shortcuts, close: () => void): TemplateResult {
  const content = html`<dl class="keys">${listKeys().map(([keys, words]) => renderKeys(keys, words))}</dl>
    <label class="check">
      <input type="checkbox" .checked=${shortcuts.isOn} data-testid="shortcuts-on" @change=${(event: Event) => shortcuts.turn((event.target as HTMLInputElement).checked)} />
      <span>${t("Use single keys as shortcuts")}</span>
    </label>`;
  return renderDialog({ name: "help", title: t("Keyboard"), content, close });
}

function listKeys(): [readonly string[], string][] {
  return [
    [["j", "k"], t("Next and previous conversation")],
    [["Enter"], t("Open")],
    [["c"], t("Take this conversation")],
    [["r"], t("Reply")],
    [["n"], t("Private note")],
    [["t", "Ctrl+K"], t("Texts in both languages")],
    [["/"], t("Texts, in an empty reply box")],
    [["Ctrl+Enter"], t("Send")],
    [["e"], t("Close conversation")],
    [["Esc"], t("Leave the reply box or a window")],
    [["?"], t("Keyboard")],
  ];
}

function renderKeys(keys: readonly string[], words: string): TemplateResult {
  return html`<dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
    <dd>${words}</dd>`;
}
