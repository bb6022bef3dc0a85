// Names for what is sent, so that a repeated attempt is recognised.

/** A fresh identifier; also on pages without https, where randomUUID is missing. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
