import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDays, forecastRest, measurePastErrors, projectLinear } from '../../src/projections/index.ts';

const hourMs = 3_600_000;

/** Days of 23, 24 and 25 hours, one after the other. */
const daysOfMonth = fc.array(fc.constantFrom(23, 24, 24, 24, 25), { minLength: 28, maxLength: 31 }).map((hours) => {
  let startMs = 0;
  return hours.map((length) => {
    const day = { startMs, endMs: startMs + length * hourMs };
    startMs = day.endMs;
    return day;
  });
});

describe('the linear projection', () => {
  it('is the daily average times the days of the month, however long its days are', () => {
    const cases = fc.tuple(
      daysOfMonth,
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
    );
    fc.assert(
      fc.property(cases, ([days, passed, spentNanoUsd]) => {
        const endMs = days.at(-1)!.endMs;
        const nowMs = Math.max(1, Math.floor(endMs * passed));
        const index = days.findIndex((day) => nowMs <= day.endMs);
        const today = days[index]!;
        // As the page has it, over one denominator: whole days and the share of today.
        const lengthMs = BigInt(today.endMs - today.startMs);
        const elapsed = BigInt(index) * lengthMs + BigInt(nowMs - today.startMs);
        const exactDividend = spentNanoUsd * BigInt(days.length) * lengthMs;
        const projected = projectLinear({
          spentNanoUsd,
          base: { nanoUsd: spentNanoUsd, days: countDays(days, 0, nowMs) },
          daysLeft: countDays(days, nowMs, endMs),
        });
        const error = projected! * elapsed * 2n - exactDividend * 2n;
        expect(error <= elapsed && -error <= elapsed).toBe(true);
      }),
    );
  });

  it('of no time is unknown', () => {
    const days = [{ startMs: 0, endMs: 24 * hourMs }];
    const nothing = { nanoUsd: 0n, days: countDays(days, 0, 0) };
    expect(projectLinear({ spentNanoUsd: 0n, base: nothing, daysLeft: countDays(days, 0, 1) })).toBeNull();
  });
});

describe('the forecast', () => {
  const series = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 120 });
  const ahead = fc.integer({ min: 0, max: 30 });
  const today = fc.record({
    value: fc.double({ min: 0, max: 1e12, noNaN: true }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });

  it('is finite and never negative, and lies within its bounds', () => {
    fc.assert(
      fc.property(series, fc.option(today), ahead, (history, partial, daysAfterToday) => {
        const { rest, low, high } = forecastRest({ history, today: partial, daysAfterToday });
        expect(Number.isFinite(rest) && rest >= 0).toBe(true);
        expect(low ?? 0).toBeLessThanOrEqual(rest);
        expect(high ?? rest).toBeGreaterThanOrEqual(rest);
        expect((low ?? 0) >= 0 && Number.isFinite(high ?? 0)).toBe(true);
      }),
    );
  });

  it('does not depend on the currency', () => {
    fc.assert(
      fc.property(series, ahead, (history, daysAfterToday) => {
        const { rest } = forecastRest({ history, today: null, daysAfterToday });
        const half = forecastRest({ history: history.map((value) => value / 2), today: null, daysAfterToday });
        expect(half.rest).toBeCloseTo(rest / 2, -Math.log10(rest * 1e-9 + 1e-9));
      }),
    );
  });

  it('of days that are all alike is those days', () => {
    const { rest, low, high } = forecastRest({ history: Array(60).fill(5), today: null, daysAfterToday: 9 });
    expect([rest, low, high].map((amount) => Math.round(amount! * 1e6) / 1e6)).toEqual([50, 50, 50]);
  });

  it('finds a week in three, and takes a day that was an event for no level', () => {
    const week = [10, 10, 10, 10, 10, 0, 0];
    const history = [...week, ...week, ...week, ...week, ...week, ...week];
    const usual = forecastRest({ history, today: null, daysAfterToday: 6 }).rest;
    // Six weeks against the one week without a pattern that weekends are drawn to: 50 and a little.
    expect(Math.abs(usual - 50)).toBeLessThan(5);
    const event = history.with(39, 1_000);
    expect(forecastRest({ history: event, today: null, daysAfterToday: 6 }).rest).toBeLessThan(100);
  });
});

describe('past errors', () => {
  it('are none where every month is like the last, and what the rule of three makes of a half where it is not', () => {
    const even = measurePastErrors(
      Array(60).fill(3),
      [
        { from: 0, to: 30 },
        { from: 30, to: 60 },
      ],
      10,
    );
    expect(even.months).toBe(2);
    expect(even.linear.all).toEqual({ predictions: 58, mean: 0, median: 0 });
    expect(even.linear.sameDay).toEqual({ predictions: 2, mean: 0, median: 0 });
    // All of a month of 4 days is spent on its first two: after each of its days twice, twice and 4/3 are predicted.
    const front = measurePastErrors([1, 1, 0, 0], [{ from: 0, to: 4 }], 2);
    expect(front.linear.all!.predictions).toBe(3);
    expect(front.linear.all!.mean).toBeCloseTo((1 + 1 + 1 / 3) / 3, 12);
    expect(front.linear.all!.median).toBe(1);
    expect(front.linear.sameDay).toEqual({ predictions: 1, mean: 1, median: 1 });
  });

  it('leave out months in which nothing was spent', () => {
    expect(measurePastErrors([0, 0, 0], [{ from: 0, to: 3 }], 1)).toMatchObject({ months: 0, linear: { all: null } });
  });
});
