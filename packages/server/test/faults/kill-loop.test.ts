import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { killLoop } from './support/kill-loop.ts';
import { ownDirectory } from './support/own-postgres.ts';

const script = fileURLToPath(new URL('support/server-process.ts', import.meta.url));

test('kill -9 of the server and of its database in turn, under load: every answered command is there, once, and the figures add up', async () => {
  const counts = await killLoop({
    cycles: 4,
    clients: 16,
    acksPerCycle: 300,
    dataDir: await ownDirectory(),
    server: ['--conditions=cofferdam-source', '--import', 'tsx', script],
    onCycle: () => undefined,
  });
  expect(counts).toMatchObject({ cycles: 4, lost: 0, duplicated: 0, differences: 0 });
  expect(counts.acked).toBeGreaterThanOrEqual(4 * 300);
}, 120_000);
