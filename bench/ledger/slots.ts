/** So many pieces of work at a time; the others wait in the order in which they came. */
export class Slots {
  readonly #size: number;
  readonly #queue: (() => void)[] = [];
  readonly #onIdle: (() => void)[] = [];
  #free: number;

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** A slot goes to the first that waits, and is free only where nobody does. */
  #pass(): void {
    const first = this.#queue.shift();
    if (first !== undefined) return first();
    this.#free += 1;
    if (this.#free === this.#size) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Resolves once no work is under way. */
  async idle(): Promise<void> {
    if (this.#free < this.#size) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }
}
