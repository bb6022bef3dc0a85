// The resident's side of the gateway: each call of the contract as one method.
import type { Language } from "../shared/languages";
import { readRefusal, request, Unreachable } from "../shared/request";
import { upload } from "../shared/upload";
import type { Conversation, Message, Page, ResumeCode, Sent, Started } from "../shared/wire";

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

/** What the page around the chat told about who writes. */
export interface Visitor {
  name?: string;
  reference?: string;
}

const ANSWER_MS = 45_000;
const OPEN_STREAM_MS = 15_000;

export class Gateway {
  readonly #api: string;

  constructor(base: string) {
    this.#api = `${base}/api/v1`;
  }

  start(language: Language, centre: string | null): Promise<Started> {
    const body = centre ? { language, centre } : { language };
    return request(`${this.#api}/conversations`, { method: "POST", body });
  }

  send(key: Key, { text, client_id, payload }: Outgoing): Promise<Sent> {
    const body = payload === undefined ? { text, client_id } : { text, client_id, payload };
    return request(`${this.#url(key)}/messages`, { method: "POST", body, token: key.token, timeoutMs: ANSWER_MS });
  }

  getConversation(key: Key): Promise<Conversation> {
    return request(this.#url(key), { token: key.token });
  }

  change(key: Key, body: { language: Language } | { visitor: Visitor }): Promise<Conversation> {
    return request(this.#url(key), { method: "PATCH", body, token: key.token });
  }

  /** Delete the conversation everywhere. */
  remove(key: Key): Promise<void> {
    return request(this.#url(key), { method: "DELETE", token: key.token });
  }

  upload(key: Key, file: File, clientId: string, progress: (share: number) => void, signal: AbortSignal): Promise<{ message: Message }> {
    const url = `${this.#url(key)}/attachments?client_id=${encodeURIComponent(clientId)}`;
    return upload({ url, file, token: key.token, progress, signal });
  }

  rate(key: Key, score: number, comment: string): Promise<unknown> {
    const body = comment ? { score, comment } : { score };
    return request(`${this.#url(key)}/rating`, { method: "POST", body, token: key.token });
  }

  issueCode(key: Key): Promise<ResumeCode> {
    return request(`${this.#url(key)}/resume-code`, { method: "POST", token: key.token });
  }

  revokeCode(key: Key): Promise<void> {
    return request(`${this.#url(key)}/resume-code`, { method: "DELETE", token: key.token });
  }

  /** Give the code of another device for a key of one's own. */
  redeem(code: string): Promise<Started> {
    return request(`${this.#api}/resume`, { method: "POST", body: { code } });
  }

  getPushKey(): Promise<{ key: string }> {
    return request(`${this.#api}/push-key`);
  }

  subscribe(key: Key, { endpoint, keys }: PushSubscriptionJSON): Promise<void> {
    return request(`${this.#url(key)}/push`, { method: "PUT", body: { endpoint, keys }, token: key.token });
  }

  /** Stop telling this browser; others of the conversation are still told. */
  unsubscribe(key: Key, endpoint: string): Promise<void> {
    return request(`${this.#url(key)}/push`, { method: "DELETE", body: { endpoint }, token: key.token });
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
    return `${this.#api}/conversations/${encodeURIComponent(key.id)}`;
  }
}
