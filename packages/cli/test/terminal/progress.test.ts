import { describe, expect, it } from 'vitest';
import { createProgress } from '../../src/terminal/progress.ts';

function start(isTerminal: boolean) {
  const clock = { nowMs: 0 };
  const written: string[] = [];
  const progress = createProgress({
    write: (text) => written.push(text),
    isTerminal,
    columns: 100,
    nowMs: () => clock.nowMs,
  });
  const update = (nowMs: number, done: number) => {
    clock.nowMs = nowMs;
    progress.update(() => ({ done, total: 200, spentUsd: '1.5', refused: 3 }));
  };
  return { clock, written, progress, update };
}

describe('progress', () => {
  it('is a whole line every five seconds where nobody watches', () => {
    const { written, update, progress, clock } = start(false);
    for (let second = 1; second <= 11; second += 1) update(second * 1000, second * 10);
    expect(written).toEqual([
      ' 25% 50/200  10/s  ETA 0:15  spent 1.5 USD  refused 3\n',
      ' 50% 100/200  10/s  ETA 0:10  spent 1.5 USD  refused 3\n',
    ]);
    clock.nowMs = 20_000;
    progress.finish({ done: 200, total: 200, spentUsd: '3', refused: 3 });
    expect(written.at(-1)).toBe('100% 200/200  10/s  took 0:20  spent 3 USD  refused 3\n');
  });

  it('is one line on a terminal, redrawn in place and cut to its width', () => {
    const { written, update, progress } = start(true);
    update(50, 5);
    expect(written).toEqual([]);
    update(100, 100);
    expect(written[0]).toContain(`\r\u001B[2K${'█'.repeat(12)}${'░'.repeat(12)}  50% 100/200`);
    expect(written[0]?.length).toBeLessThanOrEqual(100 + '\r\u001B[2K'.length);
    progress.finish({ done: 100, total: 200, spentUsd: '3', refused: 3 });
    expect(written.at(-1)).toBe('\n');
  });

  it('knows the time left where the caller does', () => {
    const { written, progress } = start(false);
    progress.finish({ done: 1, total: 200, spentUsd: '0', refused: 0, remainingMs: 61_000 });
    expect(written[0]).toContain('ETA 1:01');
  });
});
