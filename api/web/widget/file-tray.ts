// Photos and documents on their way to a counsellor: checked here first, sent one after the other, kept for another try.
import type { LitElement } from "lit";
import { newClientId } from "../shared/client-id";
import { Refused } from "../shared/request";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import type { Gateway, Key } from "./gateway";

export interface FileOnItsWay {
  client_id: string;
  /** The conversation for which it was chosen. */
  key: Key;
  file: File;
  /** Share of it that has been sent, 0 to 1. */
  progress: number;
  stage: "sending" | "failed" | "refused";
  detail: string;
}

export const ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf";
const LIMIT = 10 * 1024 * 1024;

export class FileTray {
  #files: FileOnItsWay[] = [];
  #isRunning = false;
  #stop = new AbortController();

  constructor(
    private readonly host: LitElement,
    private readonly gateway: Gateway,
    private readonly conversation: ResidentConversation,
  ) {}

  get files(): readonly FileOnItsWay[] {
    return this.#files;
  }

  add = (files: readonly File[]): void => {
    const { key } = this.conversation;
    if (!key) return;
    for (const file of files) {
      const detail = findFault(file);
      this.#files.push({ client_id: newClientId(), key, file, progress: 0, stage: detail ? "refused" : "sending", detail });
    }
    this.host.requestUpdate();
    void this.#run();
  };

  retry = (file: FileOnItsWay): void => {
    Object.assign(file, { stage: "sending", progress: 0, detail: "" });
    this.host.requestUpdate();
    void this.#run();
  };

  remove = (file: FileOnItsWay): void => {
    this.#files = this.#files.filter((one) => one !== file);
    this.host.requestUpdate();
  };

  /** The conversation is left: what has not arrived does not follow. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#files = [];
  }

  /** Another tab left the conversation: what was chosen for it stays out of the next. */
  keyChanged(): void {
    const stays = this.#files.filter((file) => this.#isHere(file));
    if (stays.length === this.#files.length) return;
    this.clear();
    this.#files = stays;
  }

  #isHere({ key }: FileOnItsWay): boolean {
    return key.id === this.conversation.key?.id;
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let file = this.#next; file; file = this.#next) await this.#send(file);
    this.#isRunning = false;
  }

  get #next(): FileOnItsWay | undefined {
    return this.#files.find((file) => file.stage === "sending");
  }

  async #send(entry: FileOnItsWay): Promise<void> {
    const { key } = entry;
    if (!this.#isHere(entry)) return this.remove(entry);
    const progress = (share: number): void => {
      entry.progress = share;
      this.host.requestUpdate();
    };
    try {
      const { message } = await this.gateway.upload(key, entry.file, entry.client_id, progress, this.#stop.signal);
      this.conversation.uploaded(key, message);
      this.remove(entry);
    } catch (error) {
      const isFinal = error instanceof Refused && !error.isTemporary;
      Object.assign(entry, { stage: isFinal ? "refused" : "failed", detail: explain(error) });
      this.host.requestUpdate();
    }
  }
}

/** What speaks against a file before it is sent; empty if nothing does. */
function findFault(file: File): string {
  if (!ACCEPTED.split(",").includes(file.type)) return t("Only photos (JPEG, PNG, WebP) and PDF documents can be sent.");
  if (file.size > LIMIT) return t("The file is larger than 10 MB.");
  return file.size === 0 ? t("The file is empty.") : "";
}

function explain(error: unknown): string {
  switch (error instanceof Refused ? error.slug : "") {
    case "file-too-large":
      return t("The file is larger than 10 MB.");
    case "file-refused":
      return t("Only photos (JPEG, PNG, WebP) and PDF documents can be sent.");
    case "too-many-attempts":
      return t("Too many files. Please wait a little.");
    default:
      return t("The file was not sent.");
  }
}
