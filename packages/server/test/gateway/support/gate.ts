import { once } from 'node:events';
import type { Clock } from '@cofferdam/simulator';

/** Holds every answer of a simulator that is to wait for its first byte, until it is opened. */
export interface Gate {
  readonly clock: Clock;
  /** Requests that wait in front of it. */
  readonly waiting: number;
  open(): void;
  shut(): void;
}

export function createGate(): Gate {
  let waiting = 0;
  let isShut = false;
  let release = (): void => undefined;
  let opened = Promise.resolve();
  return {
    clock: {
      now: () => Date.now(),
      async sleep(_durationMs, signal) {
        if (!isShut || signal.aborted) return;
        waiting += 1;
        await Promise.race([opened, once(signal, 'abort')]);
        waiting -= 1;
      },
    },
    get waiting() {
      return waiting;
    },
    open() {
      isShut = false;
      release();
    },
    shut() {
      isShut = true;
      opened = new Promise((resolve) => {
        release = resolve;
      });
    },
  };
}
