// The script element that loaded the widget: where the gateway is, and whether it asks for a chat by itself.

const address = import.meta.url;
const ATTRIBUTES = ["language", "mode", "base", "centre", "theme"];
const ASKING = ["language", "mode", "centre", "theme"];

/** The origin that serves this file. */
export function originOfScript(): string {
  return new URL(address).origin;
}

/** Put a chat into the page when the script element carries one of the attributes that describe it. */
export function mountFromScript(): void {
  const script = Array.from(document.scripts).find((one) => one.src === address);
  if (!script || !ASKING.some((name) => name in script.dataset)) return;
  if (document.querySelector("gildongmu-chat")) return;
  const chat = document.createElement("gildongmu-chat");
  for (const name of ATTRIBUTES) {
    const value = script.dataset[name];
    if (value !== undefined) chat.setAttribute(name, value);
  }
  document.body.append(chat);
}
