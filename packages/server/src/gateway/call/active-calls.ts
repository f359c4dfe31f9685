import type { Refusal, Reservation } from '@cofferdam/core';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import type { Problem } from '../../errors/problem.ts';

/** A call that may be stopped while its answer streams. */
export interface ActiveCall {
  readonly orgId: string;
  readonly reservation: Pick<Reservation, 'dimensions' | 'runPath'>;
  stop(problem: Problem): void;
}

export type FindStops = (
  orgId: string,
  agents: readonly string[],
  runs: readonly string[],
) => Promise<ReadonlyMap<string, Refusal>>;

/** The calls whose answers are streaming on this node. */
export interface ActiveCalls {
  /** Returns how to take it out again. */
  add(call: ActiveCall): () => void;
  readonly size: number;
  /** Stops the calls of agents that were paused and of runs that were stopped since. */
  check(): Promise<void>;
  /** Stops them all, and every one that comes later. */
  stopAll(problem: Problem): void;
}

function keysOf({ reservation }: ActiveCall): string[] {
  const runs = reservation.runPath.map((run) => `run ${run}`);
  return [`agent ${reservation.dimensions.agent}`, ...runs];
}

export function createActiveCalls(findStops: FindStops): ActiveCalls {
  const calls = new Map<string, Set<ActiveCall>>();
  let stopping: Problem | null = null;

  async function checkOrg(orgId: string, own: ReadonlySet<ActiveCall>): Promise<void> {
    const agents = new Set([...own].map((call) => call.reservation.dimensions.agent));
    const runs = new Set([...own].flatMap((call) => call.reservation.runPath));
    const stops = await findStops(orgId, [...agents], [...runs]);
    for (const call of own) {
      const stop = keysOf(call)
        .map((key) => stops.get(key))
        .find((refusal) => refusal !== undefined);
      if (stop !== undefined) call.stop(describeRefusal(stop));
    }
  }

  return {
    add(call) {
      const own = calls.get(call.orgId) ?? new Set();
      calls.set(call.orgId, own.add(call));
      if (stopping !== null) call.stop(stopping);
      return () => {
        own.delete(call);
        if (own.size === 0 && calls.get(call.orgId) === own) calls.delete(call.orgId);
      };
    },
    get size() {
      let size = 0;
      for (const own of calls.values()) size += own.size;
      return size;
    },
    stopAll(problem) {
      stopping = problem;
      for (const own of calls.values()) for (const call of own) call.stop(problem);
    },
    async check() {
      await Promise.all([...calls].map(([orgId, own]) => checkOrg(orgId, own)));
    },
  };
}
