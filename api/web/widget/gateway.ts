// The resident's side of the gateway: each call of the contract as one method.
import { readRefusal, request, Unreachable } from "../shared/request";
import type { Language } from "../shared/languages";
import type { Conversation, Page, Sent, Started } from "../shared/wire";

/** What opens a conversation; nothing else does. */
export interface Key {
  id: string;
  token: string;
}

export interface Outgoing {
  text: string;
  client_id: string;
  payload?: string;
}

const ANSWER_MS = 45_000;
const OPEN_STREAM_MS = 15_000;

export class Gateway {
  readonly #conversations: string;

  constructor(base: string) {
    this.#conversations = `${base}/api/v1/conversations`;
  }

  start(language: Language): Promise<Started> {
    return request(this.#conversations, { method: "POST", body: { language } });
  }

  send(key: Key, { text, client_id, payload }: Outgoing): Promise<Sent> {
    const body = payload === undefined ? { text, client_id } : { text, client_id, payload };
    return request(`${this.#url(key)}/messages`, { method: "POST", body, token: key.token, timeoutMs: ANSWER_MS });
  }

  getConversation(key: Key): Promise<Conversation> {
    return request(this.#url(key), { token: key.token });
  }

  chooseLanguage(key: Key, language: Language): Promise<Conversation> {
    return request(this.#url(key), { method: "PATCH", body: { language }, token: key.token });
  }

  getMessages(key: Key, after: number): Promise<Page> {
    return request(`${this.#url(key)}/messages?after=${after}`, { token: key.token });
  }

  /** Open the stream of events that came after `after`; it closes when `signal` says so. */
  async openEvents(key: Key, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), OPEN_STREAM_MS);
    signal.addEventListener("abort", () => tooLate.abort(), { once: true });
    const headers = new Headers({ Accept: "text/event-stream", Authorization: `Bearer ${key.token}` });
    if (after > 0) headers.set("Last-Event-ID", String(after));
    try {
      const call = { headers, signal: tooLate.signal, credentials: "omit", cache: "no-store" } as const;
      const response = await fetch(`${this.#url(key)}/events`, call);
      if (!response.ok) throw await readRefusal(response);
      const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (!isStream || !response.body) throw new Unreachable("no stream");
      return response.body;
    } finally {
      clearTimeout(timer);
    }
  }

  #url(key: Key): string {
    return `${this.#conversations}/${encodeURIComponent(key.id)}`;
  }
}
