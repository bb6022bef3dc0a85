// Makes itself heard when somebody in danger waits: a sound, and a notification where they are allowed.
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";

const TONES_HZ = [880, 660, 880];
const TONE_SECONDS = 0.18;

export class DangerAlarm {
  readonly #known = new Set<string>();

  /** Whether somebody in danger waits. */
  get isRaised(): boolean {
    return this.#known.size > 0;
  }

  /** Look at a ticket; one that is urgent and waits is announced once. */
  consider(ticket: Ticket): void {
    const isWaiting = ticket.priority === "urgent" && ticket.state === "waiting";
    if (!isWaiting) {
      this.#known.delete(ticket.id);
      return;
    }
    if (this.#known.has(ticket.id)) return;
    this.#known.add(ticket.id);
    sound();
    notify(ticket);
  }

  /** Ask for permission to notify; browsers want this to follow a click. */
  prepare(): void {
    if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
  }
}

function notify(ticket: Ticket): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  // Without the words of the resident: others may see the screen.
  new Notification(t("Somebody in danger is waiting"), { tag: ticket.id, requireInteraction: true });
}

function sound(): void {
  try {
    const context = new AudioContext();
    TONES_HZ.forEach((frequency, place) => {
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0.2 });
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + place * TONE_SECONDS * 1.5);
      tone.stop(context.currentTime + place * TONE_SECONDS * 1.5 + TONE_SECONDS);
    });
  } catch {
    // No sound here; the title and the queue say it.
  }
}
