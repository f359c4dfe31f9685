import {
  createPriceBook,
  formatUsd,
  NO_OVERRIDES,
  type PriceSources,
  rate,
  rateTool,
  type RatingOutcome,
  type TokenBuckets,
  type ToolRatingOutcome,
} from '@cofferdam/core';
import {
  type AnswerKind,
  attemptsOf,
  type BillTo,
  type Delivered,
  type MeteredUsage,
  type MeterFlag,
  type ProviderError,
  readRecording,
  toolUsesOf,
} from './gateway/providers/index.ts';
import { seedPriceBook } from './services/price-book/seed.ts';

export interface MeterRequest {
  /** A recorded answer as JSON, or a stream: server-sent events, one JSON object a line, or a JSON array. */
  readonly text: string;
  /** The price catalogue's name of who answered: openai, anthropic, google (or gemini), x-ai, groq, aws, … */
  readonly provider: string;
  /** The model that was asked for; it is priced where the answer names none. */
  readonly model?: string | undefined;
  /** As of when to price, in epoch milliseconds, where the answer does not say when it was made. */
  readonly timeMs: number;
}

/** What something cost. The cost is null where no price is known, and `unpriced` says why: unknown is not zero. */
export interface CostReport {
  readonly cost_usd: string | null;
  readonly price_version: string | null;
  /** How the price was found by the name of the model: `exact`, `alias`, or `pattern`, which may be wrong. */
  readonly matched: string | null;
  readonly unpriced: string | null;
}

/** One inference: disjoint buckets in tokens (`reasoning` is part of `output`), and their cost. */
export interface AttemptReport extends CostReport {
  readonly model: string;
  readonly partial: boolean;
  readonly usage: TokenBuckets;
}

export interface ToolReport extends CostReport {
  readonly name: string;
  readonly quantity: string;
}

export interface MeterReport {
  readonly kind: AnswerKind;
  readonly provider: string;
  readonly model: string | null;
  readonly request_id: string | null;
  readonly service_tier: string | null;
  /** When the answer was made, RFC 3339, or when it is priced as of. */
  readonly time: string;
  readonly complete: boolean;
  readonly missing: boolean;
  readonly error: ProviderError | null;
  readonly flags: readonly MeterFlag[];
  readonly attempts: readonly AttemptReport[];
  readonly tools: readonly ToolReport[];
  /** What all of it cost in USD; null where usage or a price is missing. */
  readonly cost_usd: string | null;
  readonly delivered: Delivered;
}

/** The price catalogue has no provider of that name; `known` are the names that it has. */
export class UnknownProvider extends Error {
  override readonly name = 'UnknownProvider';
  readonly known: readonly string[];

  constructor(provider: string, known: readonly string[]) {
    super(`the price catalogue has no provider "${provider}"`);
    this.known = known;
  }
}

/** The text is no recorded answer at all; the message is what it is instead, to be read after its name. */
export class NoRecording extends Error {
  override readonly name = 'NoRecording';
}

/** What a connection calls Google's API, which the catalogue names after its provider. */
const ALIASES: ReadonlyMap<string, string> = new Map([['gemini', 'google']]);

/**
 * Reads a recorded answer and prices it by the book that ships with the server. Needs no database and no network. Throws
 * `UnknownProvider`, or `NoRecording` where the text is neither JSON nor a stream of events.
 */
export async function meterRecording(asked: MeterRequest): Promise<MeterReport> {
  const request = { ...asked, provider: ALIASES.get(asked.provider) ?? asked.provider };
  const { data } = await seedPriceBook();
  const known = data.providers.map(({ id }) => id);
  if (!known.includes(request.provider)) throw new UnknownProvider(request.provider, known);
  requireRecording(request.text);
  const metered = readRecording(request.text, request);
  const sources: PriceSources = { book: createPriceBook(data), overrides: NO_OVERRIDES, ceiling: null };
  const billTo: BillTo = { provider: request.provider, model: request.model ?? 'unknown' };
  const timeMs = metered.createdMs ?? request.timeMs;
  const attempts = priceAttempts(sources, metered, billTo, timeMs);
  const tools = priceTools(sources, metered, billTo, timeMs);
  const costs = [...attempts, ...tools].map(({ costNanoUsd }) => costNanoUsd);
  return {
    kind: metered.kind,
    provider: request.provider,
    model: metered.model ?? request.model ?? null,
    request_id: metered.requestId,
    service_tier: metered.serviceTier,
    time: new Date(timeMs).toISOString(),
    complete: metered.complete,
    missing: metered.missing,
    error: metered.error,
    flags: metered.flags,
    attempts: attempts.map(({ report }) => report),
    tools: tools.map(({ report }) => report),
    cost_usd: metered.missing ? null : totalUsd(costs),
    delivered: metered.delivered,
  };
}

const EVENT_FIELD = /^\s*(data|event|id|retry)?:/m;

/** A text that is cut off in the middle of its JSON or its events is a recording all the same: it is metered as missing. */
function requireRecording(text: string): void {
  const said = text.replace(/^\uFEFF/, '').trim();
  if (said === '') throw new NoRecording('is empty');
  const isJson = /^[{[]/.test(said);
  if (!isJson && !EVENT_FIELD.test(said)) throw new NoRecording('is neither JSON nor a stream of events');
}

interface Priced<Report> {
  readonly report: Report;
  readonly costNanoUsd: bigint | null;
}

function priceAttempts(
  sources: PriceSources,
  metered: MeteredUsage,
  billTo: BillTo,
  timeMs: number,
): Priced<AttemptReport>[] {
  return attemptsOf(metered, billTo).map(({ provider, model, buckets, serviceTier }, index) => {
    const outcome = rate(sources, { provider, model, timeMs, buckets, serviceTier });
    const partial = metered.attempts[index]?.partial ?? false;
    return { report: { model, partial, usage: buckets, ...costOf(outcome) }, costNanoUsd: nanoUsdOf(outcome) };
  });
}

function priceTools(
  sources: PriceSources,
  metered: MeteredUsage,
  billTo: BillTo,
  timeMs: number,
): Priced<ToolReport>[] {
  const { provider } = billTo;
  const model = metered.model ?? billTo.model;
  return toolUsesOf(metered).map(({ name, quantity }) => {
    const outcome = rateTool(sources, { provider, model, tool: name, quantity, timeMs });
    return { report: { name, quantity, ...costOf(outcome) }, costNanoUsd: nanoUsdOf(outcome) };
  });
}

function costOf(outcome: RatingOutcome | ToolRatingOutcome): CostReport {
  if (outcome.kind === 'unpriced') {
    return { cost_usd: null, price_version: null, matched: null, unpriced: outcome.reason };
  }
  const { costNanoUsd, priceVersion, matched } = outcome;
  return { cost_usd: formatUsd(costNanoUsd), price_version: priceVersion, matched, unpriced: null };
}

function nanoUsdOf(outcome: RatingOutcome | ToolRatingOutcome): bigint | null {
  return outcome.kind === 'unpriced' ? null : outcome.costNanoUsd;
}

function totalUsd(costs: readonly (bigint | null)[]): string | null {
  let total = 0n;
  for (const cost of costs) {
    if (cost === null) return null;
    total += cost;
  }
  return formatUsd(total);
}
