import type { DemoAgent } from './fleet.ts';

/** A call that was answered. */
export interface AnsweredCall {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the gateway said that it cost; null where it could not say. */
  readonly costNanoUsd: bigint | null;
  /** What the tightest budget had left afterwards, a decimal string in USD. */
  readonly remainingUsd: string | null;
  /** The cap that the gateway put on the output, where it lowered the caller's. */
  readonly clampedTokens: number | null;
}

/** A call that was refused for good. */
export interface RefusedCall {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Models that would have fitted, with the most that the call would have cost there, a decimal string in USD. */
  readonly alternatives: readonly { readonly model: string; readonly requiredUsd: string }[];
}

/** `ended` when its time was over, `stopped` by a refusal. */
export type AgentState = 'working' | 'stopped' | 'ended';

/** What one agent of a demo has done so far. */
export interface AgentTally {
  readonly agent: DemoAgent;
  readonly answered: AnsweredCall[];
  spentNanoUsd: bigint;
  refused: number;
  /** The refusal that stopped it. */
  refusal: RefusedCall | null;
  state: AgentState;
}

export function newTally(agent: DemoAgent): AgentTally {
  return { agent, answered: [], spentNanoUsd: 0n, refused: 0, refusal: null, state: 'working' };
}
