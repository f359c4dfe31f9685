import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LotStep, lotStories } from '../../../core/test/ledger/support/lot-stories.ts';
import { startMs } from '../../../core/test/ledger/support/state.ts';
import type { LaneCommand } from '../../src/services/lane/command.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { type LaneDatabase, openLaneDatabase } from './support/lane-database.ts';
import { renderWhole, TestOrg } from './support/org.ts';
import { orgRows } from './support/org-rows.ts';
import { renamed } from './support/story-names.ts';

let database: LaneDatabase;

beforeAll(async () => {
  database = await openLaneDatabase();
});

afterAll(() => database.close());

const setMode = `
  UPDATE org_lanes SET wallet_mode = $2, wallet_overdraft = 25, config_version = config_version + 1 WHERE org_id = $1`;

interface Told {
  readonly answers: readonly string[];
  readonly rows: Record<string, string[]>;
}

/** Tells a story in batches of these sizes, remembering the state between them or reading it anew. */
async function tell(story: readonly LotStep[], sizes: readonly number[], remembers: boolean): Promise<Told> {
  const { pool, client } = database;
  const org = await new TestOrg(pool, client, startMs).found();
  const answers: string[] = [];
  let waiting: LaneCommand[] = [];
  let batches = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    if (!remembers) org.snapshot = null;
    for (const { status, body, seq } of await org.batch(waiting)) answers.push(`${status} ${seq} ${body}`);
    waiting = [];
    batches += 1;
  };
  for (const step of story) {
    if (step.kind === 'command') {
      waiting.push({ command: step.command, idempotency: null, render: renderWhole });
      if (waiting.length >= sizes[batches % sizes.length]!) await flush();
      continue;
    }
    await flush();
    if (step.kind === 'pass') org.nowMs += step.ms;
    else await pool.query(setMode, [org.id, step.mode]);
  }
  await flush();
  return { answers, rows: await orgRows(pool, org.id) };
}

test('however the commands on credit are cut into batches: the same answers, entries, lots and draws, and all add up', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lotStories, cuts, async (sketch, sizes) => {
      const story = renamed(sketch) as readonly LotStep[];
      const oneByOne = await tell(story, [1], true);
      expect(await tell(story, [1_000], false)).toEqual(oneByOne);
      expect(await tell(story, sizes, true)).toEqual(oneByOne);
      expect(await tell(story, [1], false)).toEqual(oneByOne);
    }),
    { numRuns: 20 },
  );
  expect((await verifyDatabase(database.pool)).differences).toEqual([]);
}, 120_000);
