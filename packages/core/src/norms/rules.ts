/** When something is out of character, and what happens then. */
export interface AnomalyRules {
  readonly enabled: boolean;
  /** More than so many times the norm. */
  readonly factor: number;
  /** So many charges make a norm. */
  readonly minCharges: number;
  /** So many runs that are over make a norm of runs. */
  readonly minRuns: number;
  /** What costs less is nothing to wake somebody for. */
  readonly minAmountNanoUsd: bigint;
  /** So many identical requests of an agent within the window are a loop. */
  readonly loopRequests: number;
  readonly loopWindowMs: number;
  /** The agent is paused until an operator resumes it. */
  readonly pause: boolean;
}

export const defaultAnomalyRules: AnomalyRules = {
  enabled: true,
  factor: 10,
  minCharges: 30,
  minRuns: 10,
  minAmountNanoUsd: 1_000_000n,
  loopRequests: 10,
  loopWindowMs: 600_000,
  pause: false,
};
