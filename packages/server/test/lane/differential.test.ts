import type { Budget, Command } from '@cofferdam/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMs } from '../../../core/test/ledger/support/state.ts';
import { type Step, stories, type Story } from '../../../core/test/ledger/support/stories.ts';
import type { Idempotency, LaneCommand } from '../../src/services/lane/command.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { type LaneDatabase, openLaneDatabase } from './support/lane-database.ts';
import { renderWhole, TestOrg } from './support/org.ts';
import { orgRows } from './support/org-rows.ts';
import { storedStory } from './support/story-names.ts';

let database: LaneDatabase;
let pool: LaneDatabase['pool'];
let client: LaneDatabase['client'];

beforeAll(async () => {
  database = await openLaneDatabase();
  ({ pool, client } = database);
});

afterAll(() => database.close());

function textOf(command: Command): string {
  return JSON.stringify(command, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Some commands carry one of a few keys, so that some are repeats and some clash. */
function keyOf(command: Command, index: number): Idempotency | null {
  if (index % 3 !== 0) return null;
  return { operation: command.kind, key: `key-${index % 4}`, requestHash: textOf(command) };
}

/** Where batches end: after so many commands, again and again. */
type Cut = (index: number) => number;

interface Told {
  readonly answers: readonly string[];
  readonly rows: Record<string, string[]>;
}

class Telling {
  readonly answers: string[] = [];
  #waiting: LaneCommand[] = [];
  #batches = 0;
  #commands = 0;
  readonly #org: TestOrg;
  readonly #cut: Cut;
  readonly #remembers: boolean;

  constructor(org: TestOrg, cut: Cut, remembers: boolean) {
    this.#org = org;
    this.#cut = cut;
    this.#remembers = remembers;
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const commands = this.#waiting;
    this.#waiting = [];
    this.#batches += 1;
    if (!this.#remembers) this.#org.snapshot = null;
    for (const { status, body, seq, replayed } of await this.#org.batch(commands)) {
      this.answers.push(`${status} ${seq} ${String(replayed)} ${body}`);
    }
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'command') {
      this.#waiting.push({
        command: step.command,
        idempotency: keyOf(step.command, this.#commands),
        render: renderWhole,
      });
      this.#commands += 1;
      if (this.#waiting.length >= this.#cut(this.#batches)) await this.flush();
      return;
    }
    await this.flush();
    if (step.kind === 'pass') this.#org.nowMs += step.ms;
    else await this.#org.setPaused(step.agent, step.kind === 'pause');
  }
}

/** Shares at which budgets act, so that some of the story's charges bring actions about. */
const acting: Budget['actions'] = [
  { atPpm: 300_000, kind: 'throttle', requestsPerMinute: 2 },
  { atPpm: 600_000, kind: 'pause', requestsPerMinute: null },
  { atPpm: 1_000_000, kind: 'block', requestsPerMinute: null },
];

async function tell({ budgets, steps }: Story, cut: Cut, remembers: boolean): Promise<Told> {
  // Every other budget acts: what the others refuse or let pass shows as well.
  const mixed = budgets.map((budget, index) => (index % 2 === 0 ? { ...budget, actions: acting } : budget));
  const org = await new TestOrg(pool, client, startMs).found(mixed);
  // Top-ups are of up to 400: wallets fall below this, and are brought above it again.
  await pool.query('UPDATE org_lanes SET wallet_low_balance = 100 WHERE org_id = $1', [org.id]);
  const telling = new Telling(org, cut, remembers);
  for (const step of steps) await telling.take(step);
  await telling.flush();
  return { answers: telling.answers, rows: await orgRows(pool, org.id) };
}

test('any split of the same commands into batches gives the same answers and the same rows, remembered state or not', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(stories.map(storedStory), cuts, async (story, sizes) => {
      const oneByOne = await tell(story, () => 1, true);
      expect(await tell(story, () => 1_000, false)).toEqual(oneByOne);
      expect(await tell(story, (index) => sizes[index % sizes.length]!, true)).toEqual(oneByOne);
    }),
    { numRuns: 60 },
  );
  expect((await verifyDatabase(pool)).differences).toEqual([]);
  // Actions of every kind were taken on the way, or nothing would have been said of them.
  const { rows } = await pool.query<{ kind: string }>('SELECT DISTINCT kind FROM restrictions ORDER BY kind');
  expect(rows.map(({ kind }) => kind)).toEqual(['block', 'pause', 'throttle']);
}, 120_000);
