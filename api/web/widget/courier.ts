// Delivers the outbox: one message at a time, in order, again and again with the same name until it is stored.
import { backoff, Pause } from "../shared/patience";
import { Refused } from "../shared/request";
import type { Sent } from "../shared/wire";
import { t } from "../shared/words";
import type { Outbox, Unsent } from "./outbox";

export interface Sender {
  /** Deliver one message, opening a conversation first where there is none; one that is gone is left. */
  post(entry: Unsent): Promise<Sent>;
  /** The message is stored and this is what came back. */
  stored(sent: Sent): void;
  changed(): void;
}

const LOST_LIMIT = 3;

export class Courier {
  readonly #pause = new Pause();
  #running = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly sender: Sender,
  ) {}

  /** Try at once what still waits. */
  hurry(): void {
    this.#pause.end();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    let attempt = 0;
    let losses = 0;
    for (let entry = this.outbox.next; entry; entry = this.outbox.next) {
      this.#mark(entry, "sending");
      try {
        const sent = await this.sender.post(entry);
        this.outbox.remove(entry.client_id);
        this.sender.stored(sent);
        attempt = losses = 0;
      } catch (error) {
        if (error instanceof Refused && error.isGone && losses < LOST_LIMIT) {
          // The next attempt opens another conversation.
          losses += 1;
        } else if (error instanceof Refused && !error.isTemporary && !error.isGone) {
          this.#mark(entry, "refused", explain(error));
        } else {
          this.#mark(entry, "waiting");
          const asked = error instanceof Refused ? error.retryAfterMs : null;
          await this.#pause.wait(asked ?? backoff(attempt++));
        }
      }
    }
    this.#running = false;
    this.sender.changed();
  }

  #mark(entry: Unsent, delivery: Unsent["delivery"], detail = ""): void {
    this.outbox.mark(entry.client_id, delivery, detail);
    this.sender.changed();
  }
}

/** Why the gateway does not take a message; "" where it is enough that it does not. */
function explain({ slug }: Refused): string {
  return slug === "message-too-long" ? t("This is longer than 4,000 characters. Please shorten it.") : "";
}
