/** Work that comes round again for as long as the server runs. */
export interface Repeated {
  /** Ends it; resolves once a round that is under way is over. */
  stop(): Promise<void>;
}

/** Runs `work` every `everyMs`, one round at a time. A round that fails is reported, and the next one tries again. */
export function repeat(everyMs: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let stopped = false;
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = work()
        .then(() => undefined, onError)
        .finally(schedule);
    }, everyMs);
  };
  schedule();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return round;
    },
  };
}
