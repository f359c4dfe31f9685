/** Calls from their first step to their booking, whether or not their clients are still there. */
export interface CallsUnderWay {
  track<Result>(call: Promise<Result>): Promise<Result>;
  /** Resolves once there is none. */
  idle(): Promise<void>;
}

export function createCallsUnderWay(): CallsUnderWay {
  const calls = new Set<Promise<unknown>>();
  return {
    track(call) {
      const tracked = call.finally(() => calls.delete(tracked));
      calls.add(tracked);
      return tracked;
    },
    async idle() {
      while (calls.size > 0) await Promise.allSettled(calls);
    },
  };
}
