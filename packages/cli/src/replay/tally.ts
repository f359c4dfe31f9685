import { formatUsd, parseUsd } from '@cofferdam/core';
import type { Problem } from '../api-client/problem.ts';

export interface TallyRow {
  agent: string;
  /** `provider/model`. */
  model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: bigint;
  /** Calls that were recorded without a cost, since their model has no price. */
  unpriced: number;
  refused: number;
  /** What the refused calls would have needed. */
  refusedNanoUsd: bigint;
}

export type TallyKey = Pick<TallyRow, 'agent' | 'model'>;

/** What a call cost, as the server answered; a null cost is an unpriced call. */
export interface Charge {
  costUsd: string | null;
  inputTokens: number;
  outputTokens: number;
}

/** A record that the server would not book, and why. */
export interface LeftOut {
  /** The line of the file that it stands on. */
  line: number;
  code: string;
  detail: string;
}

/** Adds up a replay, in exact nano-USD, by agent and model in the order of their first calls. */
export class Tally {
  readonly #rows = new Map<string, TallyRow>();
  readonly #refusals = new Map<string, { count: number; nanoUsd: bigint }>();

  readonly #leftOut: LeftOut[] = [];

  charge(key: TallyKey, charge: Charge): void {
    const row = this.#rowOf(key);
    row.calls += 1;
    row.inputTokens += charge.inputTokens;
    row.outputTokens += charge.outputTokens;
    if (charge.costUsd === null) row.unpriced += 1;
    else row.costNanoUsd += readUsd(charge.costUsd);
  }

  refuse(key: TallyKey, problem: Problem, calls = 1): void {
    const row = this.#rowOf(key);
    const nanoUsd = problem.requiredUsd === undefined ? 0n : readUsd(problem.requiredUsd);
    row.refused += calls;
    row.refusedNanoUsd += nanoUsd;
    const refusal = this.#refusals.get(problem.code) ?? { count: 0, nanoUsd: 0n };
    this.#refusals.set(problem.code, { count: refusal.count + calls, nanoUsd: refusal.nanoUsd + nanoUsd });
  }

  leaveOut(record: LeftOut): void {
    this.#leftOut.push(record);
  }

  /** In the order of the file. */
  get leftOut(): readonly LeftOut[] {
    return this.#leftOut.toSorted((left, right) => left.line - right.line);
  }

  /** How many calls the server has decided on, one way or the other. */
  get decided(): number {
    const { calls, refused } = this.total;
    return calls + refused + this.#leftOut.length;
  }

  get rows(): readonly TallyRow[] {
    return [...this.#rows.values()].toSorted(
      (left, right) => compare(left.agent, right.agent) || compare(left.model, right.model),
    );
  }

  get refusals(): readonly { code: string; count: number; requiredUsd: string }[] {
    return [...this.#refusals].map(([code, { count, nanoUsd }]) => ({ code, count, requiredUsd: formatUsd(nanoUsd) }));
  }

  get total(): Omit<TallyRow, 'agent' | 'model'> {
    const total = emptyCounts();
    for (const row of this.#rows.values()) {
      total.calls += row.calls;
      total.inputTokens += row.inputTokens;
      total.outputTokens += row.outputTokens;
      total.costNanoUsd += row.costNanoUsd;
      total.unpriced += row.unpriced;
      total.refused += row.refused;
      total.refusedNanoUsd += row.refusedNanoUsd;
    }
    return total;
  }

  #rowOf({ agent, model }: TallyKey): TallyRow {
    const key = `${agent}\n${model}`;
    const row = this.#rows.get(key) ?? { agent, model, ...emptyCounts() };
    this.#rows.set(key, row);
    return row;
  }
}

function emptyCounts(): Omit<TallyRow, 'agent' | 'model'> {
  return { calls: 0, inputTokens: 0, outputTokens: 0, costNanoUsd: 0n, unpriced: 0, refused: 0, refusedNanoUsd: 0n };
}

/** An amount that cannot be read must stop the replay: leaving it out would show a sum that is too low. */
function readUsd(text: string): bigint {
  const parsed = parseUsd(text, { allowNegative: true });
  if (!parsed.ok) throw new TypeError(`the server answered the amount "${text}", which ${parsed.reason}`);
  return parsed.value;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
