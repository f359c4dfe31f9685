import type { Limit } from '@cofferdam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimitFields, refusedRateLimit, tightestRateLimit } from '../../../src/errors/rate-limit-fields.ts';

const minuteStart = Date.UTC(2026, 10, 23, 11, 0, 0);

function counter(given: Partial<Limit>, spent = 0n, reserved = 0n) {
  const limit: Limit = {
    id: 'budget',
    name: 'default',
    per: 'agent',
    unit: 'requests',
    amount: 100n,
    version: 1,
    hard: true,
    allowFree: false,
    windDown: 0n,
    window: 'minute',
    timeZone: 'UTC',
    ...given,
  };
  return { limit, windowStartMs: minuteStart, spent, reserved, woundDownBy: null };
}

// The draft's own example is `RateLimit: "default";r=50;t=30` under a policy of 100.
describe('the fields of a counter', () => {
  it('are as the draft writes them', () => {
    expect(rateLimitFields(counter({}, 40n, 10n), 30)).toEqual({
      'ratelimit-policy': '"default";q=100;qu="requests";w=60',
      ratelimit: '"default";r=50;t=30',
    });
  });

  it('say that the unit is tokens, since the default is requests', () => {
    expect(rateLimitFields(counter({ unit: 'tokens', amount: 90_000n }, 1000n), 7)).toEqual({
      'ratelimit-policy': '"default";q=90000;qu="tokens";w=60',
      ratelimit: '"default";r=89000;t=7',
    });
  });

  it('never have a negative rest, nor an integer of more than 15 digits', () => {
    expect(rateLimitFields(counter({ amount: 5n }, 9n), 1).ratelimit).toBe('"default";r=0;t=1');
    const { 'ratelimit-policy': policy } = rateLimitFields(counter({ amount: 10n ** 15n }), 1);
    expect(policy).toBe('"default";q=999999999999999;qu="requests";w=60');
  });

  it.each([
    ['a "quoted" name', '"a \\"quoted\\" name"'],
    ['back\\slash', '"back\\\\slash"'],
    ['Büro, täglich', '"B%C3%BCro, t%C3%A4glich"'],
    ['🚀', '"%F0%9F%9A%80"'],
  ])('name the budget %s as %s', (name, expected) => {
    expect(rateLimitFields(counter({ name }), 1).ratelimit).toBe(`${expected};r=100;t=1`);
  });

  it('hold every name in a String of RFC 9651 from which it can be read again', () => {
    const name = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('%'));
    fc.assert(
      fc.property(name, (text) => {
        const { ratelimit } = rateLimitFields(counter({ name: text }), 1);
        const [, inside] = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)";r=100;t=1$/.exec(ratelimit) ?? [];
        expect(decodeURIComponent(inside!.replace(/\\(["\\])/g, '$1'))).toBe(text);
      }),
    );
  });
});

describe('the fields of an admitted call', () => {
  const nowMs = minuteStart + 49_500;

  it('are of the limit with the smallest share left, to the end of its window', () => {
    const counters = [
      counter({ name: 'day', window: 'day', amount: 1n }, 1n),
      counter({ name: 'calls', amount: 10n }, 4n),
      counter({ name: 'tokens', unit: 'tokens', amount: 1000n }, 500n, 250n),
      counter({ name: 'org', amount: 1000n }, 749n),
    ];
    expect(tightestRateLimit(counters, nowMs)?.ratelimit).toBe('"tokens";r=250;t=11');
  });

  it.each<[string, Partial<Limit>]>([
    ['a window of an hour', { window: 'hour' }],
    ['money', { unit: 'usd' }],
    ['open reservations', { unit: 'concurrent', window: 'lifetime' }],
    ['a soft budget', { hard: false }],
  ])('are none for %s', (_, given) => {
    expect(tightestRateLimit([counter(given)], nowMs)).toBeUndefined();
  });

  it('end with the window, not before', () => {
    expect(tightestRateLimit([counter({})], minuteStart)?.ratelimit).toBe('"default";r=100;t=60');
    expect(tightestRateLimit([counter({})], minuteStart + 59_999)?.ratelimit).toBe('"default";r=100;t=1');
    expect(tightestRateLimit([counter({})], minuteStart + 61_000)?.ratelimit).toBe('"default";r=100;t=0');
  });
});

describe('the fields of a refusal', () => {
  const shortfall = { ...counter({ amount: 2n }, 1n, 1n), subject: 'bot', windowEndMs: null, required: 1n };

  it('agree with its Retry-After', () => {
    const fields = refusedRateLimit({ code: 'rate_limited', shortfall, retryAfterMs: 9001 });
    expect(fields?.ratelimit).toBe('"default";r=0;t=10');
  });

  it('are none where it is not a rate that refused', () => {
    expect(refusedRateLimit({ code: 'budget_in_flight', shortfall })).toBeUndefined();
    expect(refusedRateLimit({ code: 'budget_exceeded', shortfall })).toBeUndefined();
  });
});
