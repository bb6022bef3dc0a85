// Saves a file of the gateway on the device; a refusal is said on the page, where a link would show it as a page of its own.
import { readRefusal, Unreachable } from "../shared/request";

const PATIENCE_MS = 60_000;

/** Fails with Refused or Unreachable, as `request` does. */
export async function download(url: string, name: string): Promise<void> {
  const response = await reach(url);
  if (!response.ok) throw await readRefusal(response);
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

async function reach(url: string): Promise<Response> {
  try {
    return await fetch(url, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Unreachable("no answer", { cause: error });
  }
}
