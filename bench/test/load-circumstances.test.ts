import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { readLoadOptions } from '../load/options.ts';
import { findLoadFaults, type LoadBenchResult } from '../load/result.ts';
import { startStorm } from '../load/storm.ts';

const row = {
  name: 'beside refused calls',
  lifecyclesPerSecond: 100,
  reserveP50Ms: 1,
  reserveP99Ms: 2,
  refusedPerSecond: 990,
  failed: 0,
  firstFailure: null,
};

function result(more: Partial<LoadBenchResult> = {}): LoadBenchResult {
  const audit = { limits: 1, overshootNanoUsd: '0', differences: 0 };
  const sound = { rows: [row], underStorm: 0.9, audit, options: readLoadOptions({}) };
  return { ...sound, ...more } as LoadBenchResult;
}

test('a load that fails, a storm that is not offered as it should be, money past a limit: each is a fault', () => {
  expect(findLoadFaults(result())).toEqual([]);
  expect(findLoadFaults(result({ underStorm: 0.1 }))).toEqual([]);
  expect(findLoadFaults(result({ rows: [{ ...row, failed: 1, firstFailure: '500' }] }))[0]).toContain('500');
  expect(findLoadFaults(result({ rows: [{ ...row, refusedPerSecond: 500 }] }))[0]).toContain('only 500');
  expect(findLoadFaults(result({ audit: { limits: 1, overshootNanoUsd: '1', differences: 2 } }))).toHaveLength(2);
});

test('a storm counts what was refused for good apart from all else, and ends when it is told to', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked += 1;
      response.writeHead(asked % 4 === 0 ? 503 : 402, { 'content-length': '2' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const storm = await startStorm((server.address() as AddressInfo).port, 'key', 500, '{}');
  await expect.poll(() => asked).toBeGreaterThan(40);
  const { refused, others } = await storm.stop();
  expect(refused + others).toBe(asked);
  expect(others).toBe(Math.floor(asked / 4));
  await new Promise((resolve) => server.close(resolve));
});
