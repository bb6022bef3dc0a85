// Makes itself heard: for somebody in danger until they are taken or silenced, and once for what is new in one's own tickets.
import type { Ticket } from "../shared/wire";
import { t } from "../shared/words";

const DANGER_HZ = [880, 660, 880];
const NEWS_HZ = [523, 659];
const TONE_SECONDS = 0.18;
const AGAIN_MS = 20_000;

export class Alarm {
  /** Told of once; those in `#silenced` are not sounded for any more. */
  readonly #told = new Set<string>();
  readonly #silenced = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly open: (ticket: string) => void) {}

  /** Look at who is in danger and waits now: each is told of once, and sounded for until somebody takes or silences them. */
  review(inDanger: readonly Ticket[]): void {
    const ids = new Set(inDanger.map((one) => one.id));
    for (const known of [this.#told, this.#silenced]) for (const id of known) if (!ids.has(id)) known.delete(id);
    const fresh = inDanger.filter((one) => !this.#told.has(one.id));
    for (const { id } of fresh) {
      this.#told.add(id);
      this.#notify(id, t("Somebody in danger is waiting"), true);
    }
    if (fresh.length > 0) sound(DANGER_HZ);
    this.#repeat();
  }

  isLoud(): boolean {
    return [...this.#told].some((id) => !this.#silenced.has(id));
  }

  silence(): void {
    for (const id of this.#told) this.#silenced.add(id);
    this.#repeat();
  }

  /** Something new in a ticket of one's own. */
  tellNews(ticket: string, text: string): void {
    sound(NEWS_HZ);
    this.#notify(ticket, text, false);
  }

  stop(): void {
    this.#told.clear();
    this.#silenced.clear();
    this.#repeat();
  }

  /** Ask for permission to notify; browsers want this to follow a click. */
  prepare(): void {
    if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
  }

  #repeat(): void {
    clearInterval(this.#timer);
    if (this.isLoud()) this.#timer = setInterval(() => sound(DANGER_HZ), AGAIN_MS);
  }

  /** Without the words of the resident: others may see the screen. */
  #notify(ticket: string, text: string, requireInteraction: boolean): void {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const notification = new Notification(text, { tag: ticket, requireInteraction });
    notification.onclick = () => {
      window.focus();
      this.open(ticket);
      notification.close();
    };
  }
}

function sound(frequencies: readonly number[]): void {
  try {
    const context = new AudioContext();
    frequencies.forEach((frequency, place) => {
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0.2 });
      const begin = context.currentTime + place * TONE_SECONDS * 1.5;
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + TONE_SECONDS);
      tone.onended = () => place === frequencies.length - 1 && void context.close();
    });
  } catch {
    // No sound here; the title and the queue say it.
  }
}
