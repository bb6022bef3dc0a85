// Sends a file as it is and tells how far it has come, which fetch cannot.
import { readRefusal, Unreachable } from "./request";

// Ten megabytes over a slow line.
const PATIENCE_MS = 180_000;

export interface Upload {
  url: string;
  file: File;
  token: string;
  /** Called with the share that has been sent, 0 to 1. */
  progress: (share: number) => void;
  signal: AbortSignal;
}

/** The JSON of the answer; fails with Refused or Unreachable, as `request` does. */
export function upload<T>({ url, file, token, progress, signal }: Upload): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", url);
    call.timeout = PATIENCE_MS;
    call.setRequestHeader("Authorization", `Bearer ${token}`);
    call.setRequestHeader("Accept", "application/json");
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    call.onloadend = () => {
      if (call.status === 0) reject(new Unreachable("no answer"));
      else if (call.status >= 300) void readRefusal(new Response(call.responseText, { status: call.status })).then(reject);
      else resolve(JSON.parse(call.responseText) as T);
    };
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.send(file);
  });
}
