import type { Behaviours } from '../behaviour/behaviours.ts';
import { noBehaviours } from '../behaviour/behaviours.ts';
import type { PromptCache } from '../cache/prompt-cache.ts';
import type { Clock } from '../delivery/clock.ts';
import type { Memory } from '../protocols/protocol.ts';
import { forgetOldest } from '../truth/forget-oldest.ts';
import type { Truths } from '../truth/truths.ts';

/** What one simulator remembers between requests. */
export interface State {
  readonly clock: Clock;
  readonly seed: string;
  /** The one credential that is taken; null takes any, and none. */
  readonly apiKey: string | null;
  readonly truths: Truths;
  readonly cache: PromptCache;
  readonly memory: ResponseMemory;
  behaviours: Behaviours;
  /** Metered requests so far: what is drawn for a request depends on its place among them. */
  arrived: number;
}

export interface ResponseMemory extends Memory {
  keep(responseId: string, tokens: number): void;
  clear(): void;
}

/** Remembers how many tokens stand behind the ids of responses, for the latest of them. */
export function createResponseMemory(remembered: number): ResponseMemory {
  const counts = new Map<string, number>();
  return {
    tokensOfResponse: (id) => counts.get(id) ?? null,
    keep(id, tokens) {
      counts.set(id, tokens);
      forgetOldest(counts, remembered);
    },
    clear: () => counts.clear(),
  };
}

/** Forgets all that was asked for and answered, as if the simulator had just started. */
export function resetState(state: State): void {
  state.truths.clear();
  state.cache.clear();
  state.memory.clear();
  state.behaviours = noBehaviours;
  state.arrived = 0;
}
