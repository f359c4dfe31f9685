import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/exit.ts';
import { dispatch } from '../../src/replay/dispatch.ts';
import { parseSpeed, scheduleRows } from '../../src/replay/pace.ts';
import { outputBound } from '../../src/replay/trace-replay.ts';
import { createFakeTerminal } from '../fake-terminal.ts';

const never = new AbortController().signal;

describe('dispatch', () => {
  it('has no more under way than allowed, and begins in order', async () => {
    const begun: number[] = [];
    let underWay = 0;
    let most = 0;
    const perform = async (index: number) => {
      begun.push(index);
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
    };
    await expect(
      dispatch({ count: 50, concurrency: 4, clock: createFakeTerminal(), stop: never, perform }),
    ).resolves.toBe(50);
    expect(most).toBe(4);
    expect(begun).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('waits for the time of each', async () => {
    const terminal = createFakeTerminal();
    const times: number[] = [];
    const perform = async () => void times.push(terminal.nowMs());
    await dispatch({ count: 3, concurrency: 1, dueMs: (index) => index * 250, clock: terminal, stop: never, perform });
    expect(times).toEqual([0, 250, 500]);
  });

  it('begins nothing once stopped, and finishes what is under way', async () => {
    const stop = new AbortController();
    const ended: number[] = [];
    const perform = async (index: number) => {
      if (index === 3) stop.abort();
      await Promise.resolve();
      ended.push(index);
    };
    await expect(
      dispatch({ count: 100, concurrency: 2, clock: createFakeTerminal(), stop: stop.signal, perform }),
    ).resolves.toBe(4);
    expect(ended).toEqual([0, 1, 2, 3]);
  });

  it('stops at the first error and throws it', async () => {
    const begun: number[] = [];
    const perform = async (index: number) => {
      begun.push(index);
      if (index === 1) throw new Error('broken');
    };
    await expect(
      dispatch({ count: 100, concurrency: 1, clock: createFakeTerminal(), stop: never, perform }),
    ).rejects.toThrow('broken');
    expect(begun).toEqual([0, 1]);
  });
});

describe('pace', () => {
  it('divides the gaps by the speed, and never goes back in time', () => {
    expect(scheduleRows([1000, 3000, 2000, undefined, 4000], 2)).toEqual([0, 1000, 1000, 1000, 1500]);
    expect(scheduleRows([], 1)).toEqual([]);
  });

  it.each([
    ['max', 'max'],
    ['1', 1],
    ['0.5', 0.5],
    ['60', 60],
  ])('--speed %s', (text, speed) => {
    expect(parseSpeed(text)).toBe(speed);
  });

  it.each(['0', '-1', 'fast', '1e3', ''])('--speed %j is a usage error', (text) => {
    expect(() => parseSpeed(text)).toThrow(UsageError);
  });
});

it.each([
  [0, 64],
  [64, 64],
  [65, 128],
  [128, 128],
  [1899, 2048],
])('an answer of %d tokens is allowed %d', (tokens, bound) => {
  expect(outputBound(tokens)).toBe(bound);
});
