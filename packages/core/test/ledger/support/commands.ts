import type { Dimensions } from '../../../src/budgets/index.ts';
import type {
  Attempt,
  CreateRunCommand,
  ExpireCommand,
  ExtendCommand,
  FinishRunCommand,
  RecordCommand,
  ReleaseCommand,
  ReserveCommand,
  SettleCommand,
  Spending,
  TopUpCommand,
  UsageReport,
} from '../../../src/ledger/index.ts';
import { EMPTY_BUCKETS } from '../../../src/usage/index.ts';

/** Labels of the agent `bot` and no others, unless told otherwise. */
export function labels(given: Partial<Dimensions> = {}): Dimensions {
  return {
    agent: 'bot',
    workflow: null,
    connection: null,
    user: null,
    team: null,
    provider: null,
    model: null,
    ...given,
  };
}

/** One call of a model of `acme`. */
export function attempt(model: string, inputTokens: number, outputTokens: number): Attempt {
  return {
    provider: 'acme',
    model,
    buckets: { ...EMPTY_BUCKETS, inputUncached: inputTokens, output: outputTokens },
    tokens: inputTokens + outputTokens,
    serviceTier: null,
    providerRequestId: null,
  };
}

export function attempts(...given: readonly Attempt[]): Spending {
  return { kind: 'attempts', attempts: given };
}

export function cost(costNanoUsd: bigint): Spending {
  return { kind: 'cost', costNanoUsd };
}

export const unknownUsage: Spending = { kind: 'unknown' };

interface ReserveGiven extends Partial<Omit<ReserveCommand, 'kind' | 'dimensions'>> {
  readonly labels?: Partial<Dimensions>;
}

export function reserve(id: string, amountNanoUsd: bigint | null, given: ReserveGiven = {}): ReserveCommand {
  const { labels: own, ...rest } = given;
  return {
    kind: 'reserve',
    id,
    dimensions: labels(own),
    run: null,
    parentRun: null,
    amountNanoUsd,
    estimate: null,
    ttlMs: 300_000,
    onExpiry: 'release',
    origin: 'api',
    mayCreateAgent: true,
    ...rest,
  };
}

/** The text of what is settled stands for its hash. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}

export function settle(
  reservationId: string,
  spending: Spending | bigint,
  given: Partial<SettleCommand> = {},
): SettleCommand {
  const spent = typeof spending === 'bigint' ? cost(spending) : spending;
  const tools = given.tools ?? [];
  const hash = textOf([spent, tools]);
  return { kind: 'settle', reservationId, origin: 'api', onlyAgent: null, hash, spending: spent, tools, ...given };
}

export function release(reservationId: string, given: Partial<ReleaseCommand> = {}): ReleaseCommand {
  return { kind: 'release', reservationId, origin: 'api', onlyAgent: null, ...given };
}

export function extend(reservationId: string, given: Partial<ExtendCommand>): ExtendCommand {
  return {
    kind: 'extend',
    reservationId,
    origin: 'api',
    onlyAgent: null,
    ttlMs: null,
    amountNanoUsd: null,
    ...given,
  };
}

export function expire(reservationId: string): ExpireCommand {
  return { kind: 'expire', reservationId };
}

interface ReportGiven extends Partial<Omit<UsageReport, 'dimensions'>> {
  readonly labels?: Partial<Dimensions>;
}

export function report(sourceId: string, spending: Spending | bigint, given: ReportGiven = {}): UsageReport {
  const { labels: own, ...rest } = given;
  const spent = typeof spending === 'bigint' ? cost(spending) : spending;
  return {
    source: 'meter',
    sourceId,
    hash: textOf([spent, own, rest]),
    timeMs: null,
    dimensions: labels(own),
    run: null,
    parentRun: null,
    spending: spent,
    tools: [],
    ...rest,
  };
}

export function record(...usage: readonly UsageReport[]): RecordCommand {
  return { kind: 'record', usage, mayCreateAgent: true };
}

interface CreateRunGiven extends Partial<Omit<CreateRunCommand, 'kind' | 'dimensions'>> {
  readonly labels?: Partial<Dimensions>;
}

export function createRun(id: string, given: CreateRunGiven = {}): CreateRunCommand {
  const { labels: own, ...rest } = given;
  return {
    kind: 'create-run',
    id,
    dimensions: labels(own),
    parentRun: null,
    limitNanoUsd: null,
    mayCreateAgent: true,
    ...rest,
  };
}

export function finishRun(
  run: string,
  status: FinishRunCommand['status'] = 'succeeded',
  onlyAgent: string | null = null,
): FinishRunCommand {
  return { kind: 'finish-run', run, status, onlyAgent };
}

export function topUp(amountNanoUsd: bigint, reference: string): TopUpCommand {
  return { kind: 'top-up', amountNanoUsd, reference, hash: amountNanoUsd.toString() };
}
