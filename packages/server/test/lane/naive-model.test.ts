import { counterRetentionMs, type Outcome, type Refusal } from '@cofferdam/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitName } from '../../../core/test/ledger/support/naive-limits.ts';
import { NaiveLedger } from '../../../core/test/ledger/support/naive-ledger.ts';
import { startMs } from '../../../core/test/ledger/support/state.ts';
import { type Step, stories, type Story } from '../../../core/test/ledger/support/stories.ts';
import type { LaneCommand } from '../../src/services/lane/command.ts';
import { type LaneDatabase, openLaneDatabase } from './support/lane-database.ts';
import { renderWhole, TestOrg } from './support/org.ts';
import { storedStory } from './support/story-names.ts';

let database: LaneDatabase;
let pool: LaneDatabase['pool'];
let client: LaneDatabase['client'];

beforeAll(async () => {
  database = await openLaneDatabase();
  ({ pool, client } = database);
});

afterAll(() => database.close());

function where(refusal: Refusal): string {
  if ('wallet' in refusal) return 'wallet';
  if (!('shortfall' in refusal) || !('limit' in refusal.shortfall)) return '';
  const { limit, subject, windowStartMs } = refusal.shortfall;
  return limitName({ id: limit.id, subject, startMs: windowStartMs });
}

function verdictOf(outcome: Outcome): string {
  if (outcome.kind === 'reserved') {
    const { maxOutputTokens: cap, final } = outcome;
    return `reserved${cap === null ? '' : ` up to ${cap}`}${final ? ' last' : ''}`;
  }
  if (outcome.kind !== 'refused') return outcome.kind;
  return `${outcome.refusal.code} ${where(outcome.refusal)}`.trim();
}

interface CounterRow {
  budget_id: string;
  subject: string;
  window_start: number;
  window_end: number | null;
  spent: bigint;
  reserved: bigint;
  wound_down_by: string | null;
  window: string | null;
}

const countersSql = `
  SELECT c.*, b."window" FROM counters c LEFT JOIN budgets b ON b.org_id = c.org_id AND b.id = c.budget_id WHERE c.org_id = $1`;

/** Minutes and hours that are long over may have lost their counters, and are not counted on. */
function isRetired({ window, window_end: endMs }: CounterRow, nowMs: number): boolean {
  return (window === 'minute' || window === 'hour') && endMs !== null && nowMs - endMs > counterRetentionMs;
}

/** The stored counters that are not the model's sums, and the sums of the model that are not stored. */
async function wrongCounters(org: TestOrg, model: NaiveLedger): Promise<unknown[]> {
  const { rows } = await pool.query<CounterRow>(countersSql, [org.id]);
  const expected = model.figures();
  const takers = model.takers();
  const wrong: unknown[] = [];
  for (const row of rows) {
    const name = limitName({ id: row.budget_id, subject: row.subject, startMs: row.window_start });
    const sums = expected.get(name) ?? { spent: 0n, reserved: 0n };
    expected.delete(name);
    if (isRetired(row, org.nowMs)) continue;
    const taker = takers.get(name) ?? null;
    const isRight = row.spent === sums.spent && row.reserved === sums.reserved && row.wound_down_by === taker;
    if (!isRight) wrong.push({ name, ...row, sums, taker });
  }
  for (const [name, sums] of expected) {
    const isOld = org.nowMs - Number(name.split(' ')[1]) > counterRetentionMs;
    if (!isOld && (sums.spent !== 0n || sums.reserved !== 0n)) wrong.push({ name, sums });
  }
  return wrong;
}

async function wallet(org: TestOrg): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT wallet_mode <> 'postpaid' AS "isPrepaid", wallet_balance AS balance, wallet_reserved AS reserved
       FROM org_lanes WHERE org_id = $1`,
    [org.id],
  );
  return rows[0];
}

/** Runs a batch in the database and the same commands, with the expiries that come before them, in the model. */
async function compareBatch(
  org: TestOrg,
  model: NaiveLedger,
  steps: readonly (Step & { kind: 'command' })[],
): Promise<void> {
  for (const reservationId of await org.due()) model.carryOut({ kind: 'expire', reservationId });
  const verdicts: string[] = [];
  const commands = steps.map(({ command }): LaneCommand => ({
    command,
    idempotency: null,
    render(outcome) {
      verdicts.push(verdictOf(outcome));
      return renderWhole(outcome);
    },
  }));
  await org.batch(commands);
  expect(verdicts).toEqual(steps.map(({ command }) => model.carryOut(command)));
}

async function compare({ budgets, steps }: Story, sizes: readonly number[]): Promise<void> {
  const org = await new TestOrg(pool, client, startMs).found(budgets);
  const model = new NaiveLedger(budgets, startMs);
  let waiting: (Step & { kind: 'command' })[] = [];
  let batches = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await compareBatch(org, model, waiting);
    batches += 1;
    waiting = [];
  };
  for (const step of steps) {
    if (step.kind === 'command') {
      waiting.push(step);
      if (waiting.length >= sizes[batches % sizes.length]!) await flush();
      continue;
    }
    await flush();
    if (step.kind === 'pass') org.nowMs += step.ms;
    else await org.setPaused(step.agent, step.kind === 'pause');
    model.nowMs = org.nowMs;
    if (step.kind === 'pause') model.paused.add(step.agent);
    if (step.kind === 'resume') model.paused.delete(step.agent);
  }
  await flush();
  expect(await wrongCounters(org, model)).toEqual([]);
  expect(await wallet(org)).toEqual({ isPrepaid: model.isPrepaid, ...model.wallet() });
}

test('after any story, every verdict, stored counter and wallet is that of a model that adds everything up from lists', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  await fc.assert(fc.asyncProperty(stories.map(storedStory), sizes, compare), { numRuns: 100 });
}, 120_000);
