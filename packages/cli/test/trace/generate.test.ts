import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTrace, type TraceRow } from '../../src/replay/trace-rows.ts';
import { generateTrace } from '../../src/trace/generate.ts';

const published = new URL('../../../../../shared/data/azure-llm-inference-2023-code.csv', import.meta.url);

function generate(seed: number, rows = 8819): TraceRow[] {
  return parseTrace([...generateTrace({ rows, seed })].join(''), 'generated');
}

/** The value that the given share of all values stays at or under. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

function gaps(rows: readonly TraceRow[]): number[] {
  return rows.slice(1).map((row, index) => row.timeMs - (rows[index]?.timeMs ?? 0));
}

describe('a generated trace', () => {
  it('has the header and lines of the published one', () => {
    const lines = [...generateTrace({ rows: 3, seed: 1 })];
    expect(lines[0]).toBe('TIMESTAMP,ContextTokens,GeneratedTokens\n');
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(1)) expect(line).toMatch(/^2023-11-16 18:00:\d\d\.\d{7},\d+,\d+\n$/);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(generate(7, 100)).toEqual(generate(7, 100));
    expect(generate(7, 100)).not.toEqual(generate(8, 100));
    expect(generate(2 ** 40, 100)).not.toEqual(generate(2 ** 41, 100));
  });

  it('begins with the same rows when it is longer', () => {
    expect(generate(7, 200).slice(0, 100)).toEqual(generate(7, 100));
  });

  it('never goes back in time', () => {
    expect(Math.min(...gaps(generate(3)))).toBeGreaterThanOrEqual(0);
  });

  it.runIf(existsSync(published))(
    'has the quantiles of the published trace (needs ../shared/data beside the checkout)',
    () => {
      const real = parseTrace(readFileSync(published, 'utf8'), 'published');
      for (const seed of [1, 2, 3]) {
        const made = generate(seed);
        const figures = [
          (rows: readonly TraceRow[]) => rows.map((row) => row.inputTokens),
          (rows: readonly TraceRow[]) => rows.map((row) => row.outputTokens),
        ];
        for (const figure of [...figures, gaps]) {
          for (const share of [0.1, 0.25, 0.5, 0.75, 0.9]) {
            const ratio = quantile(figure(made), share) / quantile(figure(real), share);
            expect(ratio).toBeGreaterThan(0.85);
            expect(ratio).toBeLessThan(1.18);
          }
        }
      }
    },
  );
});
