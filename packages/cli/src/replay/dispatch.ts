import type { Terminal } from '../terminal/terminal.ts';

export interface DispatchOptions {
  count: number;
  /** How many are under way at once, at most. */
  concurrency: number;
  /** When to begin each, milliseconds after the start; without it all begin as soon as there is room. */
  dueMs?: (index: number) => number;
  clock: Pick<Terminal, 'nowMs' | 'wait'>;
  /** Aborted: nothing new is begun; what is under way is finished. */
  stop: AbortSignal;
  perform(index: number): Promise<void>;
}

/**
 * Performs everything in order of index. Resolves with how many were begun, once all of those have ended.
 * The first error stops the rest from beginning and is thrown at the end.
 */
export async function dispatch(options: DispatchOptions): Promise<number> {
  const startMs = options.clock.nowMs();
  const failed = new AbortController();
  const stop = AbortSignal.any([options.stop, failed.signal]);
  const errors: unknown[] = [];
  let next = 0;
  let begun = 0;
  const work = async () => {
    while (!stop.aborted && next < options.count) {
      const index = next;
      next += 1;
      const waitMs = options.dueMs ? startMs + options.dueMs(index) - options.clock.nowMs() : 0;
      if (waitMs > 0) await options.clock.wait(waitMs, stop);
      if (stop.aborted) return;
      begun += 1;
      try {
        await options.perform(index);
      } catch (error) {
        errors.push(error);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, options.count) }, work));
  if (errors.length > 0) throw errors[0];
  return begun;
}
