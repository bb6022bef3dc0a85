// One HTTP call with a time limit: a value, or one of two errors that say whose turn it is.

/** The gateway answered and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly retryAfterMs: number | null,
    readonly reason = "",
    /** The stable name of the situation, such as "file-too-large". */
    readonly slug = "",
  ) {
    super(`${status} ${detail}`);
  }

  /** The thing asked for does not exist (any more). */
  get isGone(): boolean {
    return this.status === 404 || this.status === 410 || this.status === 401;
  }

  /** The same call may work later. */
  get isTemporary(): boolean {
    return this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

/** No answer: no network, or too late. */
export class Unreachable extends Error {}

/** RFC 9457, as far as it is used. */
interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  reason?: string;
}

export interface Call {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  body?: unknown;
  token?: string;
  credentials?: RequestCredentials;
  timeoutMs?: number | undefined;
}

/** Make the call and read the JSON of the answer. */
export async function request<T>(url: string, call: Call = {}): Promise<T> {
  const response = await reach(url, call);
  if (!response.ok) throw await readRefusal(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new Unreachable("answer cut off", { cause: error });
  }
}

/** What the gateway says against a call: the detail of its problem document. */
export async function readRefusal(response: Response): Promise<Refused> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const detail = problem.detail || problem.title || "";
  const slug = problem.type?.split(":").at(-1) ?? "";
  return new Refused(response.status, detail, seconds > 0 ? seconds * 1000 : null, problem.reason ?? "", slug);
}

async function reach(url: string, call: Call): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (call.token) headers.set("Authorization", `Bearer ${call.token}`);
  // What the browser can send as it is, it sends with its own media type.
  const isRaw = call.body instanceof FormData || call.body instanceof Blob;
  if (call.body !== undefined && !isRaw) headers.set("Content-Type", "application/json");
  try {
    return await fetch(url, {
      method: call.method ?? "GET",
      headers,
      credentials: call.credentials ?? "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(call.timeoutMs ?? 20_000),
      ...(call.body === undefined ? {} : { body: isRaw ? (call.body as FormData | Blob) : JSON.stringify(call.body) }),
    });
  } catch (error) {
    throw new Unreachable("no answer", { cause: error });
  }
}
