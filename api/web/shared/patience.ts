// Waiting between attempts: longer each time, never the same for everybody, and cut short by good news.

/** How long to wait before attempt number `attempt` (0 is the first retry). */
export function backoff(attempt: number, longestMs = 30_000): number {
  const full = Math.min(longestMs, 1000 * 2 ** Math.min(attempt, 10));
  return full * (0.75 + Math.random() * 0.25);
}

/** A wait that can be ended early, for instance when the network returns. */
export class Pause {
  #end: (() => void) | null = null;

  wait(ms: number): Promise<void> {
    this.end();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), ms);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    const end = this.#end;
    this.#end = null;
    end?.();
  }
}
