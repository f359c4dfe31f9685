import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressThrottle, decideAttempt, emailThrottle, type FailedAttempts } from '../../src/access/index.ts';

const startMs = Date.UTC(2026, 10, 23);

/** Guesses as fast as it is let, for so long: how many guesses is that? */
function guesses(rule: typeof emailThrottle, forMs: number): number {
  let known: FailedAttempts | null = null;
  let nowMs = startMs;
  let made = 0;
  while (nowMs < startMs + forMs) {
    const decision = decideAttempt(known, nowMs, rule);
    if (decision.kind === 'throttled') nowMs += decision.retryAfterMs;
    else {
      known = decision.attempts;
      made += 1;
    }
  }
  return made;
}

test('five mistakes cost nothing; then waits of 2, 4, 8 … seconds', () => {
  let known: FailedAttempts | null = null;
  for (let count = 1; count <= 5; count += 1) {
    const decision = decideAttempt(known, startMs, emailThrottle);
    expect(decision).toEqual({ kind: 'allowed', attempts: { failures: count, lastMs: startMs } });
    known = { failures: count, lastMs: startMs };
  }
  for (const [failures, seconds] of [
    [5, 2],
    [6, 4],
    [7, 8],
    [8, 16],
    [30, 900],
    [4000, 900],
  ] as const) {
    const decision = decideAttempt({ failures, lastMs: startMs }, startMs, emailThrottle);
    expect(decision).toEqual({ kind: 'throttled', retryAfterMs: seconds * 1000 });
  }
});

test('who guesses day and night has about a hundred guesses a day', () => {
  const dayMs = 24 * 3_600_000;
  // 5 free, 9 while the wait doubles up to a quarter of an hour, then four an hour.
  expect(guesses(emailThrottle, dayMs)).toBeLessThan(115);
  expect(guesses(addressThrottle, dayMs)).toBeLessThan(160);
});

test('after as long as it says, and not a millisecond before, an attempt may be made', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 86_399_000 }), (failures, afterMs) => {
      const known = { failures, lastMs: startMs };
      const decision = decideAttempt(known, startMs + afterMs, emailThrottle);
      if (decision.kind === 'allowed') return;
      const thenMs = startMs + afterMs + decision.retryAfterMs;
      expect(decideAttempt(known, thenMs, emailThrottle).kind).toBe('allowed');
      expect(decideAttempt(known, thenMs - 1, emailThrottle).kind).toBe('throttled');
    }),
  );
});

test('a day without a failure forgets them all', () => {
  const known = { failures: 4000, lastMs: startMs };
  expect(decideAttempt(known, startMs + 24 * 3_600_000, emailThrottle)).toMatchObject({ attempts: { failures: 1 } });
});
