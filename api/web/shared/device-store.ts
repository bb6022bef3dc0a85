// What this device remembers: JSON in localStorage, or only in memory where that is forbidden or not wanted.

export class DeviceStore {
  readonly #memory = new Map<string, string>();

  #isForgetful = false;

  constructor(private readonly prefix: string) {}

  get isForgetful(): boolean {
    return this.#isForgetful;
  }

  /** From now on keep everything in memory only, or on the device again; what is known stays known. */
  setForgetful(isForgetful: boolean): void {
    const known = this.#names().map((name) => [name, this.read<unknown>(name)] as const);
    this.forget();
    this.#isForgetful = isForgetful;
    for (const [name, value] of known) this.write(name, value);
  }

  /** Remove everything from the device and from memory. */
  forget(): void {
    for (const name of this.#names()) this.remove(name);
  }

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
    if (this.#isForgetful) {
      this.#memory.set(this.prefix + name, text);
      return;
    }
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

  #names(): string[] {
    const keys = new Set(this.#memory.keys());
    try {
      for (let place = 0; place < localStorage.length; place++) keys.add(localStorage.key(place) ?? "");
    } catch {
      // Nothing was kept there.
    }
    return [...keys].filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }

  #readText(key: string): string | null {
    try {
      return this.#memory.get(key) ?? localStorage.getItem(key);
    } catch {
      return this.#memory.get(key) ?? null;
    }
  }
}
