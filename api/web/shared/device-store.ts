// What this device remembers: JSON in localStorage, or only in memory where that is forbidden.

export class DeviceStore {
  readonly #memory = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  read<T>(name: string): T | null {
    const text = this.#readText(this.prefix + name);
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      return null;
    }
  }

  write(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(this.prefix + name, text);
      this.#memory.delete(this.prefix + name);
    } catch {
      // Forbidden or full: memory serves until the page is left.
      this.#memory.set(this.prefix + name, text);
    }
  }

  remove(name: string): void {
    this.#memory.delete(this.prefix + name);
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // Nothing was kept there.
    }
  }

  #readText(key: string): string | null {
    try {
      return this.#memory.get(key) ?? localStorage.getItem(key);
    } catch {
      return this.#memory.get(key) ?? null;
    }
  }
}
