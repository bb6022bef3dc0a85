// The script element that loaded the widget: where the gateway is, and whether it asks for a chat by itself.

const address = import.meta.url;

/** The origin that serves this file. */
export function originOfScript(): string {
  return new URL(address).origin;
}

/** Put a chat into the page when the script element carries data-language or data-mode. */
export function mountFromScript(): void {
  const script = Array.from(document.scripts).find((one) => one.src === address);
  if (!script || !("language" in script.dataset || "mode" in script.dataset)) return;
  if (document.querySelector("gildongmu-chat")) return;
  const chat = document.createElement("gildongmu-chat");
  for (const name of ["language", "mode", "base"]) {
    const value = script.dataset[name];
    if (value !== undefined) chat.setAttribute(name, value);
  }
  document.body.append(chat);
}
