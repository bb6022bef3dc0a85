// The desk by keyboard: single keys outside of text fields, which can be switched off (WCAG 2.1.4), and Ctrl+K everywhere.
import type { DeviceStore } from "../shared/device-store";

export type Command = "next" | "previous" | "claim" | "reply" | "note" | "texts" | "close" | "help";

/** Keys by their place on the keyboard, since a Korean keyboard writes ㅓ where j is. */
const COMMANDS: Readonly<Record<string, Command>> = {
  KeyJ: "next",
  KeyK: "previous",
  KeyC: "claim",
  KeyR: "reply",
  KeyN: "note",
  KeyT: "texts",
  KeyE: "close",
};

/** The same by what they write, for keyboards whose letters lie elsewhere. */
const LETTERS: Readonly<Record<string, Command>> = { j: "next", k: "previous", c: "claim", r: "reply", n: "note", t: "texts", e: "close", "?": "help" };

const FIELDS = "input, textarea, select, [contenteditable]";

export class Shortcuts {
  constructor(
    private readonly store: DeviceStore,
    private readonly run: (command: Command) => void,
  ) {}

  get isOn(): boolean {
    return this.store.read<boolean>("shortcuts") ?? true;
  }

  turn(isOn: boolean): void {
    this.store.write("shortcuts", isOn);
  }

  hear = (event: KeyboardEvent): void => {
    const command = event.isComposing ? null : this.#read(event);
    if (!command) return;
    event.preventDefault();
    this.run(command);
  };

  #read(event: KeyboardEvent): Command | null {
    const path = event.composedPath();
    if (path.some((one) => one instanceof HTMLDialogElement)) return null;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK") return "texts";
    if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey) return null;
    const origin = path[0];
    if (origin instanceof Element && origin.matches(FIELDS)) return null;
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
    if (event.shiftKey) return null;
    return /^[a-z]$/.test(event.key) ? (LETTERS[event.key] ?? null) : (COMMANDS[event.code] ?? null);
  }
}
