const firstRestMs = 1_000;
const longestRestMs = 60_000;

interface Setback {
  readonly restMs: number;
  readonly untilMs: number;
}

/** What failed and rests before it is tried again: a second, then twice as long each time, up to a minute. */
export class Setbacks {
  readonly #nowMs: () => number;
  readonly #all = new Map<string, Setback>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  resting(): string[] {
    const nowMs = this.#nowMs();
    return [...this.#all].filter(([, setback]) => nowMs < setback.untilMs).map(([key]) => key);
  }

  add(key: string): void {
    const before = this.#all.get(key);
    const restMs = before === undefined ? firstRestMs : Math.min(before.restMs * 2, longestRestMs);
    this.#all.set(key, { restMs, untilMs: this.#nowMs() + restMs });
  }

  clear(key: string): void {
    this.#all.delete(key);
  }
}
