import { setTimeout as sleep } from 'node:timers/promises';

/** Time, so that tests need not wait for it. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(durationMs, signal) {
    try {
      await sleep(durationMs, undefined, { signal });
    } catch {
      // The client is gone: what comes next looks at the signal.
    }
  },
};
