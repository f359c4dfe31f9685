import type { CounterView, Limit, Refusal, TakenAction, Unit } from '@cofferdam/core';
import { retryAfterSeconds } from './describe-refusal.ts';

/** The two header fields of draft-ietf-httpapi-ratelimit-headers-10, as a reply takes them. */
export type RateLimitFields = Readonly<Record<'ratelimit-policy' | 'ratelimit', string>>;

/** What the fields are made from: a counter of an answer has it, and so has the shortfall of a refusal. */
export type RateCounter = Pick<CounterView, 'limit' | 'windowStartMs' | 'spent' | 'reserved'>;

const windowSeconds = 60;

// RFC 9651, section 3.3.1: an Integer has at most 15 digits, and a field with a longer one is thrown away whole.
const maxInteger = 999_999_999_999_999n;

// The draft registers no unit for tokens. Left out, the unit would be requests, and the figures would be false.
const quotaUnit: { readonly [unit in Unit]: string | null } = {
  requests: 'requests',
  tokens: 'tokens',
  usd: null,
  concurrent: null,
};

/** A limit that refuses with `rate_limited`: hard, of requests or tokens, a minute. A soft one holds nobody back. */
function isRateLimit({ window, unit, hard }: Limit): boolean {
  return window === 'minute' && hard && quotaUnit[unit] !== null;
}

/**
 * RFC 9651, section 3.3.3: a String is of printable ASCII, with quotes and backslashes escaped. Anything else in the
 * name is percent-encoded as UTF-8, so that two names stay two.
 */
function quoted(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]+/gu, (text) =>
    [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  return `"${ascii.replace(/["\\]/g, '\\$&')}"`;
}

function integer(amount: bigint): string {
  if (amount < 0n) return '0';
  return String(amount > maxInteger ? maxInteger : amount);
}

function leftOf({ limit, spent, reserved }: RateCounter): bigint {
  const left = limit.amount - spent - reserved;
  return left < 0n ? 0n : left;
}

/**
 * `RateLimit-Policy` and `RateLimit` of one counter of a rate limit. The policy is named by the budget; `r` is what is
 * left, never negative; `resetSeconds`, a whole number, is how long its window still lasts.
 */
export function rateLimitFields(counter: RateCounter, resetSeconds: number): RateLimitFields {
  const { name, amount, unit } = counter.limit;
  const policy = quoted(name);
  return {
    'ratelimit-policy': `${policy};q=${integer(amount)};qu="${quotaUnit[unit] ?? unit}";w=${windowSeconds}`,
    ratelimit: `${policy};r=${integer(leftOf(counter))};t=${resetSeconds}`,
  };
}

/** The same of a throttle that is used up for this minute. */
function throttleFields(name: string, { requestsPerMinute }: TakenAction, resetSeconds: number): RateLimitFields {
  const policy = quoted(name);
  return {
    'ratelimit-policy': `${policy};q=${requestsPerMinute ?? 0};qu="requests";w=${windowSeconds}`,
    ratelimit: `${policy};r=0;t=${resetSeconds}`,
  };
}

/** The smaller share of its limit that is left, the tighter; shares are compared by multiplying across, exactly. */
function isTighter(a: RateCounter, b: RateCounter): boolean {
  const [limitOfA, limitOfB] = [a.limit.amount || 1n, b.limit.amount || 1n];
  return leftOf(a) * limitOfB < leftOf(b) * limitOfA;
}

/**
 * The fields of the rate limit with the smallest share left, for an answer that was given at `nowMs`; undefined where
 * none matched. Runs for every reservation, so it does no more than look at the windows where there is none.
 */
export function tightestRateLimit(counters: readonly RateCounter[], nowMs: number): RateLimitFields | undefined {
  let tightest: RateCounter | undefined;
  for (const counter of counters) {
    if (!isRateLimit(counter.limit)) continue;
    if (tightest === undefined || isTighter(counter, tightest)) tightest = counter;
  }
  if (tightest === undefined) return undefined;
  const seconds = Math.ceil((tightest.windowStartMs - nowMs) / 1000) + windowSeconds;
  return rateLimitFields(tightest, Math.max(0, seconds));
}

/** The fields of a `rate_limited` refusal; `t` is its Retry-After, which the draft wants to be no earlier. */
export function refusedRateLimit(refusal: Refusal): RateLimitFields | undefined {
  const seconds = retryAfterSeconds(refusal);
  if (refusal.code !== 'rate_limited' || seconds === undefined) return undefined;
  if (refusal.restriction !== undefined)
    return throttleFields(refusal.shortfall.limit.name, refusal.restriction, seconds);
  return rateLimitFields(refusal.shortfall, seconds);
}
