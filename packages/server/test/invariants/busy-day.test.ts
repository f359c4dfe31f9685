import { expect, test } from 'vitest';
import { startNodes } from '../lane/support/nodes.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { busyOrg } from './support/busy-org.ts';

test('after a busy day every row is there once, every figure adds up, and the chain holds', async () => {
  let nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  const nodes = await startNodes(1, { clock: () => nowMs });
  try {
    await busyOrg(nodes, (ms) => (nowMs += ms));
    const { checked, differences } = await verifyDatabase(nodes.pool);
    expect(differences).toEqual([]);
    // Two settles, two reports and an expiry that charges; the top-up is the entry that has no usage record.
    expect(checked).toMatchObject({ usage_records: 5, ledger_entries: 6, reservations: 4, budgets: 4, runs: 1 });
  } finally {
    await nodes.close();
  }
});
