import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketCount, bucketOf, middleOf } from '../../src/norms/bucket.ts';
import { learn, type Norm, quantile, Sketch } from '../../src/norms/index.ts';
import { decodeNorm, encodeNorm, UnreadableNorm } from '../../src/norms/stored-norm.ts';

const largest = (1n << 63n) - 1n;

/** Amounts of every size, as spread as what agents spend. */
const amount = fc
  .tuple(fc.integer({ min: 0, max: 62 }), fc.bigInt({ min: 0n, max: largest }))
  .map(([bits, random]) => random >> BigInt(bits));
const amounts = fc.array(amount, { minLength: 1, maxLength: 300 });

function sketchOf(values: readonly bigint[]): Sketch {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

function mergedOf(...sketches: readonly Sketch[]): Sketch {
  const merged = new Sketch();
  for (const sketch of sketches) merged.merge(sketch);
  return merged;
}

function contents(sketch: Sketch): unknown {
  return [sketch.total, [...sketch.buckets()]];
}

/** Whether a figure is within 1/32 of another, in integers. */
function isClose(figure: bigint, truth: bigint): boolean {
  const off = figure > truth ? figure - truth : truth - figure;
  return off * 32n <= truth;
}

describe('buckets', () => {
  test("the middle of an amount's bucket is within a thirty-second of it, for every amount that can be kept", () => {
    fc.assert(
      fc.property(amount, (value) => isClose(middleOf(bucketOf(value)), value)),
      { numRuns: 5_000 },
    );
  });

  test('they are in the order of the amounts, without a gap, and there are never more than 960', () => {
    expect(bucketCount).toBe(960);
    const starts = [0n, 1n, 31n, 32n, 33n, 34n, 63n, 64n, (1n << 32n) - 1n, 1n << 32n, (1n << 53n) - 1n, 1n << 53n];
    const buckets = [...starts, largest].map(bucketOf);
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
    expect([bucketOf(0n), bucketOf(31n), bucketOf(32n), bucketOf(33n), bucketOf(34n)]).toEqual([0, 31, 32, 32, 33]);
    expect([bucketOf(largest), bucketOf(largest * 4n)]).toEqual([959, 959]);
    for (let bucket = 0; bucket < bucketCount; bucket += 1) expect(bucketOf(middleOf(bucket))).toBe(bucket);
  });
});

describe('a sketch', () => {
  test('a quantile is within a thirty-second of the one that sorting gives', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 1_000_000 }), (values, sharePpm) => {
        const sorted = values.toSorted((a, b) => Number(a > b) - Number(a < b));
        const rank = Math.max(1, Math.ceil((sorted.length * sharePpm) / 1_000_000));
        return isClose(quantile([sketchOf(values)], sharePpm), sorted[rank - 1]!);
      }),
      { numRuns: 500 },
    );
  });

  test('merged ones are the sketch of all their amounts, in any order and grouping', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, (a, b, c) => {
        const whole = contents(sketchOf([...a, ...b, ...c]));
        const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        expect(contents(mergedOf(mergedOf(x, y), z))).toEqual(whole);
        expect(contents(mergedOf(x, mergedOf(z, y)))).toEqual(whole);
        expect(quantile([x, y, z], 500_000)).toBe(quantile([sketchOf([...c, ...a, ...b])], 500_000));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a norm', () => {
  const span = { count: 50, durationMs: 10_000 };

  interface Seen {
    readonly cost: bigint;
    readonly afterMs: number;
  }

  const seen = fc.array(fc.record({ cost: amount, afterMs: fc.integer({ min: 0, max: 900 }) }), {
    minLength: 1,
    maxLength: 200,
  });

  /** Which charges a norm must hold, by lists: those since the generation before the one that grows. */
  function naive(charges: readonly Seen[]): bigint[] {
    let [previous, current]: bigint[][] = [[], []];
    let [timeMs, sinceMs] = [0, charges[0]!.afterMs];
    for (const { cost, afterMs } of charges) {
      timeMs += afterMs;
      if (current!.length >= span.count || timeMs - sinceMs >= span.durationMs)
        [previous, current, sinceMs] = [current!, [], timeMs];
      current!.push(cost);
    }
    return [...previous!, ...current!];
  }

  function learned(charges: readonly Seen[], stored: (norm: Norm, index: number) => Norm): Norm {
    let norm: Norm | null = null;
    let timeMs = 0;
    for (const [index, { cost, afterMs }] of charges.entries()) {
      timeMs += afterMs;
      norm = stored(learn(norm, { cost, output: cost / 7n }, timeMs, span), index);
    }
    return norm!;
  }

  test('it holds the charges of two generations, each full or old before the next one begins', () => {
    fc.assert(
      fc.property(seen, (charges) => {
        const { previous, current } = learned(charges, (norm) => norm);
        const sketches = [previous, current].flatMap((generation) => generation?.parts.get('cost') ?? []);
        expect(contents(mergedOf(...sketches))).toEqual(contents(sketchOf(naive(charges))));
      }),
      { numRuns: 100 },
    );
  });

  test('stored and read again at any point, it goes on as if it had not been', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: 1, max: 20 }), (charges, every) => {
        const whole = encodeNorm(learned(charges, (norm) => norm));
        const stored = learned(charges, (norm, index) => (index % every === 0 ? decodeNorm(encodeNorm(norm)) : norm));
        expect(encodeNorm(stored)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  test('a year of charges of every size takes no more room than its buckets', () => {
    let norm: Norm | null = null;
    const sizes: number[] = [];
    for (let index = 0; index < 20_000; index += 1) {
      // Every bucket that money up to a million USD has, over and over.
      norm = learn(norm, { cost: middleOf((index * 7) % 800) }, index * 60_000, { count: 5_000, durationMs: 1e12 });
      if (index % 5_000 === 4_999) sizes.push(encodeNorm(norm).length);
    }
    // Two bytes or three for each of 800 buckets, of two generations.
    expect(Math.max(...sizes)).toBeLessThan(2 * 800 * 3 + 50);
    expect(sizes.at(-1)).toBeLessThanOrEqual(sizes[1]! + 8);
  });

  test('what cannot be read is an error, and never another norm', () => {
    const bytes = encodeNorm(learn(null, { cost: 5n }, 1_000, span));
    expect(() => decodeNorm(bytes.slice(0, -1))).toThrow(UnreadableNorm);
    expect(() => decodeNorm(Uint8Array.of(2, ...bytes.slice(1)))).toThrow(UnreadableNorm);
  });
});
