import type { Dimensions } from '../../../src/budgets/index.ts';
import {
  defaultPriority,
  type AdjustCreditCommand,
  type Attempt,
  type ClawBackCommand,
  type CreateRunCommand,
  type ExpireCommand,
  type ExpireLotsCommand,
  type ExtendCommand,
  type FinishRunCommand,
  type GrantCreditCommand,
  type PurchaseName,
  type RecordCommand,
  type RefundCreditCommand,
  type ReinstateCreditCommand,
  type ReleaseCommand,
  type ReserveCommand,
  type SettleCommand,
  type Spending,
  type TopUpCommand,
  type UsageReport,
  type WriteOffCommand,
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

type GrantGiven = Partial<Pick<GrantCreditCommand, 'source' | 'priority' | 'expiresMs' | 'reason'>>;

export function grantCredit(amountNanoUsd: bigint, reference: string, given: GrantGiven = {}): GrantCreditCommand {
  const { source = 'grant', expiresMs = null, reason = null } = given;
  const priority = given.priority ?? defaultPriority[source];
  const hash = textOf([amountNanoUsd, source, priority, expiresMs]);
  return { kind: 'grant-credit', amountNanoUsd, reference, source, priority, expiresMs, reason, hash };
}

export function refundCredit(purchase: PurchaseName, amountNanoUsd: bigint, reference: string): RefundCreditCommand {
  const hash = textOf([purchase, amountNanoUsd]);
  return { kind: 'refund-credit', purchase, amountNanoUsd, reference, reason: 'sent back', hash };
}

export function clawBack(
  amountNanoUsd: bigint,
  reference: string,
  given: Partial<Pick<ClawBackCommand, 'cause' | 'purchase'>> = {},
): ClawBackCommand {
  const { cause = 'dispute', purchase = null } = given;
  const hash = textOf([amountNanoUsd, cause, purchase]);
  return { kind: 'claw-back', amountNanoUsd, reference, cause, purchase, reason: null, hash };
}

export function reinstate(
  amountNanoUsd: bigint,
  reference: string,
  expiresMs: number | null = null,
): ReinstateCreditCommand {
  const hash = textOf([amountNanoUsd, expiresMs]);
  return { kind: 'reinstate-credit', amountNanoUsd, reference, expiresMs, reason: null, hash };
}

export function adjust(amountNanoUsd: bigint, reference: string): AdjustCreditCommand {
  const hash = textOf([amountNanoUsd]);
  return { kind: 'adjust-credit', amountNanoUsd, reference, expiresMs: null, reason: 'was booked wrong', hash };
}

export function writeOff(amountNanoUsd: bigint | null, reference: string): WriteOffCommand {
  return { kind: 'write-off', amountNanoUsd, reference, reason: 'will not be paid', hash: textOf([amountNanoUsd]) };
}

export const expireLots: ExpireLotsCommand = { kind: 'expire-lots' };

export function topUp(amountNanoUsd: bigint, reference: string, given: Partial<TopUpCommand> = {}): TopUpCommand {
  return { kind: 'top-up', amountNanoUsd, reference, hash: textOf([amountNanoUsd, given]), ...given };
}
