import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPaceKnown, projectWindow, recentFromMs, type WindowUnderWay } from '../../src/projections/index.ts';

const dayMs = 86_400_000;

const pace = fc
  .record({
    lengthMs: fc.integer({ min: 82_800_000, max: 366 * dayMs }),
    passed: fc.double({ min: 0.01, max: 0.999, noNaN: true }),
    spent: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    limit: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    recentShare: fc.integer({ min: 0, max: 1_000 }),
  })
  .map(({ lengthMs, passed, spent, limit, recentShare }) => {
    const window: WindowUnderWay = { startMs: 0, endMs: lengthMs, nowMs: Math.floor(lengthMs * passed) };
    return { window, figures: { spent, limit, recent: (spent * BigInt(recentShare)) / 1_000n } };
  });

describe('a window carried on to its end', () => {
  it('ends between what is spent and what its own pace comes to', () => {
    fc.assert(
      fc.property(pace, ({ window, figures }) => {
        const { projected } = projectWindow(window, figures);
        const { endMs, nowMs } = window;
        expect(projected).toBeGreaterThanOrEqual(figures.spent);
        // Half up, so at most half a unit above the exact figure.
        const exact = figures.spent * BigInt(endMs);
        expect(2n * projected * BigInt(nowMs)).toBeLessThanOrEqual(2n * exact + BigInt(nowMs));
      }),
    );
  });

  it('crosses within it exactly where more than the limit is projected and the limit is not reached yet', () => {
    fc.assert(
      fc.property(pace, ({ window, figures }) => {
        const { projected, crossesAtMs } = projectWindow(window, figures);
        const isCrossing = projected > figures.limit && figures.spent < figures.limit;
        expect(crossesAtMs !== null).toBe(isCrossing);
        if (crossesAtMs === null) return;
        expect(crossesAtMs).toBeGreaterThan(window.nowMs);
        expect(crossesAtMs).toBeLessThanOrEqual(window.endMs);
      }),
    );
  });

  it('at an even pace is the rule of three', () => {
    // 9 of 24 hours, a third of them recent: 7.2 is 19.2 in the day, and 10 after 12.5 hours.
    const window = { startMs: 0, endMs: dayMs, nowMs: (dayMs * 9) / 24 };
    const overrun = projectWindow(window, { spent: 7_200n, limit: 10_000n, recent: 2_400n });
    expect(overrun).toEqual({ projected: 19_200n, crossesAtMs: 12.5 * 3_600_000 });
  });

  it.each([
    ['nothing recent', 7_200n, 0n, 7_200n],
    ['a pace that halved', 7_200n, 1_200n, 13_200n],
    ['a pace that has just doubled', 7_200n, 4_800n, 19_200n],
    ['money that came back', 7_200n, -5n, 7_200n],
    ['nothing', 0n, 0n, 0n],
  ])('takes the slower pace: %s', (_, spent, recent, projected) => {
    const window = { startMs: 0, endMs: dayMs, nowMs: (dayMs * 9) / 24 };
    expect(projectWindow(window, { spent, limit: 10_000n, recent }).projected).toBe(projected);
  });
});

describe('how much of a window must have passed', () => {
  it.each([
    ['a day: a fifth', dayMs, dayMs / 5],
    ['a week: a fifth', 7 * dayMs, (7 * dayMs) / 5],
    ['a month: a fifth', 30 * dayMs, 6 * dayMs],
    ['a quarter: a week', 91 * dayMs, 7 * dayMs],
    ['a year: a week', 365 * dayMs, 7 * dayMs],
  ])('%s', (_, endMs, neededMs) => {
    expect(isPaceKnown({ startMs: 0, endMs, nowMs: neededMs })).toBe(true);
    expect(isPaceKnown({ startMs: 0, endMs, nowMs: neededMs - 1 })).toBe(false);
    expect(isPaceKnown({ startMs: 0, endMs, nowMs: endMs })).toBe(false);
  });

  it('its recent part is a third of what has passed, at most a week', () => {
    expect(recentFromMs({ startMs: 0, endMs: dayMs, nowMs: 9 })).toBe(6);
    expect(recentFromMs({ startMs: 0, endMs: 365 * dayMs, nowMs: 100 * dayMs })).toBe(93 * dayMs);
  });
});
