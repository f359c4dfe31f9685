/** What must be undone when the benchmark ends, in whatever way: processes stopped, directories removed. */
export class Cleanup {
  #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;

  /** Steps run in the reverse of the order in which they were added; each must be harmless when repeated. */
  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  get begun(): boolean {
    return this.#running !== null;
  }

  run(): Promise<void> {
    this.#running ??= this.#all();
    return this.#running;
  }

  async #all(): Promise<void> {
    for (const step of this.#steps.toReversed()) {
      // The others are to be cleaned up although one could not be.
      await step().catch((error: unknown) => process.stderr.write(`bench: ${String(error)}\n`));
    }
  }

  /** Ctrl-C and a polite kill clean up too. */
  onSignals(): void {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      process.on(signal, () => void this.run().then(() => process.exit(code)));
    }
  }
}
