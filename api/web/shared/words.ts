// What the interface says: English sources, one catalogue per language, fetched when needed.
// Everything that shows words listens for a change and draws itself again.
import { type Language } from "./languages";

type Catalogue = Readonly<Record<string, string>>;

const RETRY_MS = 5000;
const catalogues = new Map<Language, Catalogue>([["en", {}]]);
const listeners = new Set<() => void>();
let spoken: Language = "en";

/** The text in the language spoken now; `{name}` is replaced by the value of that name. */
export function t(source: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = catalogues.get(spoken)?.[source] || source;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function spokenLanguage(): Language {
  return spoken;
}

/** Call `listener` whenever words change; gives back the way to stop. */
export function onWordsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Speak another language. English sources stand in while a catalogue cannot be had. */
export async function speak(language: Language, base: string): Promise<void> {
  const known = await loadCatalogue(language, base);
  spoken = language;
  for (const listener of listeners) listener();
  if (!known) setTimeout(() => void retry(language, base), RETRY_MS);
}

async function retry(language: Language, base: string): Promise<void> {
  if (spoken === language) await speak(language, base);
}

async function loadCatalogue(language: Language, base: string): Promise<boolean> {
  if (catalogues.has(language)) return true;
  try {
    const response = await fetch(`${base}/static/locale/${language}.json`, {
      credentials: "omit",
      signal: AbortSignal.timeout(4000),
    });
    if (!response.ok && response.status !== 404) return false;
    // A language without a catalogue speaks English; asking again would not help.
    catalogues.set(language, response.ok ? ((await response.json()) as Catalogue) : {});
    return true;
  } catch {
    return false;
  }
}
