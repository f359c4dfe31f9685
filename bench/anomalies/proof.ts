import {
  chargeSpan,
  decideCharge,
  defaultAnomalyRules,
  learn,
  measure,
  type Norm,
  type PriceBook,
  quantile,
  sketchesOf,
  type UsageRecord,
} from '@cofferdam/core';
import {
  createMapping,
  defaultAgents,
  defaultModels,
  parseAgents,
  parseModels,
} from '../../packages/cli/src/replay/mapping.ts';
import { createRandom } from '../../packages/cli/src/trace/random.ts';
import type { TraceRow } from '../../packages/cli/src/replay/trace-rows.ts';
import { recordOf, type Tokens } from './charges.ts';

/** The rule that ships, and the same factor on one quantile alone, to compare it with. */
export const judges = ['shipped', 'median', 'p95', 'p99'] as const;
export type Judge = (typeof judges)[number];

/** How a trace is bent: one row in so many is twenty times as large, as of an agent that has large calls regularly. */
export interface Scenario {
  readonly name: string;
  readonly largeEvery: number | null;
}

export const scenarios: readonly Scenario[] = [
  { name: 'the trace as it is', largeEvery: null },
  { name: 'one call in 15 is twenty times as large', largeEvery: 15 },
  { name: 'one call in 101 is twenty times as large', largeEvery: 101 },
];

interface Tally {
  injected: number;
  found: number;
  charges: number;
  falseAlarms: number;
}

/** What the seeds came to, together. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly seeds: number;
  readonly byJudge: Readonly<Record<Judge, Tally>>;
  /** Of those that the shipped rule found: how many with the part that was really made to grow. */
  readonly rightCauses: number;
}

const injections = 20;

interface Charge {
  readonly record: UsageRecord;
  /** What was made to grow; null for a charge of the trace. */
  readonly grown: 'context_grew' | 'output_grew' | null;
}

function medianCosts(records: readonly UsageRecord[]): ReadonlyMap<string, number> {
  const costs = new Map<string, number[]>();
  for (const { dimensions, costNanoUsd } of records) {
    const own = costs.get(dimensions.agent) ?? [];
    costs.set(dimensions.agent, own);
    own.push(Number(costNanoUsd));
  }
  return new Map([...costs].map(([agent, own]) => [agent, own.toSorted((a, b) => a - b)[own.length >> 1]!]));
}

/** Below the size of context from which some models cost more. */
const perUnit = 10_000;

/** Tokens of a row with one side grown until the charge costs what it should. */
function grownTo(costOf: (tokens: Tokens) => number, row: TraceRow, target: number, side: keyof Tokens): Tokens {
  const unit = costOf({ inputTokens: 0, outputTokens: 0, [side]: perUnit });
  const more = Math.max(0, Math.ceil(((target - costOf(row)) * perUnit) / unit));
  return { inputTokens: row.inputTokens, outputTokens: row.outputTokens, [side]: row[side] + more };
}

/** The trace with charges of 10 to 50 times the median of their agent put in at random places. */
function chargesOf(book: PriceBook, rows: readonly TraceRow[], { largeEvery }: Scenario, seed: number): Charge[] {
  const mapping = createMapping('paired', parseAgents(defaultAgents), parseModels(defaultModels));
  const random = createRandom(seed);
  const base = rows.map((row, index) => {
    const times = largeEvery !== null && index % largeEvery === 0 ? 20 : 1;
    const tokens = { inputTokens: row.inputTokens * times, outputTokens: row.outputTokens * times };
    return recordOf(book, row.timeMs, mapping.assign(index), tokens);
  });
  const usual = medianCosts(rows.map((row, index) => recordOf(book, row.timeMs, mapping.assign(index), row)));
  const places = new Set<number>();
  while (places.size < injections) places.add(Math.floor(random() * rows.length));
  return base.flatMap((record, index): Charge[] => {
    if (!places.has(index)) return [{ record, grown: null }];
    const [row, side] = [rows[index]!, random() < 0.5 ? 'inputTokens' : 'outputTokens'] as const;
    const target = usual.get(record.dimensions.agent)! * (10 + 40 * random());
    const bill = (asked: Tokens): UsageRecord => recordOf(book, row.timeMs, mapping.assign(index), asked);
    const tokens = grownTo((asked) => Number(bill(asked).costNanoUsd), row, target, side);
    const odd = bill(tokens);
    return [
      { record, grown: null },
      { record: odd, grown: side === 'inputTokens' ? 'context_grew' : 'output_grew' },
    ];
  });
}

const quantilesPpm: { readonly [judge in Exclude<Judge, 'shipped'>]: number } = {
  median: 500_000,
  p95: 950_000,
  p99: 990_000,
};

/** A quantile alone, with the same factor, history and least amount as the rule that ships. */
function isBeyond(norm: Norm | null, cost: bigint, sharePpm: number): boolean {
  if (norm === null) return false;
  const sketches = sketchesOf(norm, 'cost');
  const known = sketches.reduce((sum, { total }) => sum + total, 0);
  const { factor, minCharges, minAmountNanoUsd } = defaultAnomalyRules;
  return known >= minCharges && cost >= minAmountNanoUsd && cost > BigInt(factor) * quantile(sketches, sharePpm);
}

class Proof {
  readonly #norms = new Map<string, Norm>();
  readonly #byJudge: Record<Judge, Tally>;
  rightCauses = 0;

  constructor(byJudge: Record<Judge, Tally>) {
    this.#byJudge = byJudge;
  }

  judge({ record, grown }: Charge): void {
    const charge = measure(record)!;
    const { agent } = record.dimensions;
    const [ownKey, agentKey] = [`${agent} ${charge.series}`, agent];
    const [own, whole] = [this.#norms.get(ownKey) ?? null, this.#norms.get(agentKey) ?? null];
    const verdict = decideCharge({ own, agent: whole }, charge, defaultAnomalyRules);
    if (verdict.kind === 'anomaly' && verdict.cause.kind === grown) this.rightCauses += 1;
    this.#count('shipped', grown !== null, verdict.kind === 'anomaly');
    for (const name of ['median', 'p95', 'p99'] as const)
      this.#count(name, grown !== null, isBeyond(own, charge.costNanoUsd, quantilesPpm[name]));
    this.#norms.set(ownKey, learn(own, charge.measures, record.recordedMs, chargeSpan));
    this.#norms.set(agentKey, learn(whole, charge.measures, record.recordedMs, chargeSpan));
  }

  #count(judge: Judge, isInjected: boolean, isTold: boolean): void {
    const tally = this.#byJudge[judge];
    tally.charges += 1;
    if (isInjected) tally.injected += 1;
    if (isTold && isInjected) tally.found += 1;
    if (isTold && !isInjected) tally.falseAlarms += 1;
  }
}

function emptyTally(): Tally {
  return { injected: 0, found: 0, charges: 0, falseAlarms: 0 };
}

/** Puts odd charges into a trace from each of the seeds, and counts what each judge makes of it. */
export function proveScenario(
  book: PriceBook,
  rows: readonly TraceRow[],
  scenario: Scenario,
  seeds: readonly number[],
): ScenarioResult {
  const byJudge = { shipped: emptyTally(), median: emptyTally(), p95: emptyTally(), p99: emptyTally() };
  let rightCauses = 0;
  for (const seed of seeds) {
    const proof = new Proof(byJudge);
    for (const charge of chargesOf(book, rows, scenario, seed)) proof.judge(charge);
    rightCauses += proof.rightCauses;
  }
  return { scenario: scenario.name, seeds: seeds.length, byJudge, rightCauses };
}
