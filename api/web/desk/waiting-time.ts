// <waiting-time>: how long somebody has been waiting, ticking by itself so that nothing around it is drawn again.
import { formatNumber } from "../shared/format";
import { nameAge } from "./ticket-words";

const shown = new Set<WaitingTime>();
let timer: ReturnType<typeof setInterval> | undefined;

export class WaitingTime extends HTMLElement {
  static readonly observedAttributes = ["since"];

  connectedCallback(): void {
    shown.add(this);
    timer ??= setInterval(tick, 1000);
    this.show(new Date());
  }

  disconnectedCallback(): void {
    shown.delete(this);
    if (shown.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  attributeChangedCallback(): void {
    this.show(new Date());
  }

  show(now: Date): void {
    const text = nameWait(this.getAttribute("since") ?? "", now);
    if (text !== this.textContent) this.textContent = text;
  }
}

/** Minutes and seconds within the first hour, "4:07"; hours and days after that. */
function nameWait(since: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 1000));
  if (seconds >= 3600) return nameAge(since, now);
  return `${formatNumber(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick(): void {
  const now = new Date();
  for (const one of shown) one.show(now);
}
