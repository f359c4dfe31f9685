import { randomUUID } from 'node:crypto';
import type { Budget, Outcome } from '@cofferdam/core';
import type pg from 'pg';
import { createOrg } from '../../../src/services/orgs/create-org.ts';
import type { Answer, LaneCommand, Rendered } from '../../../src/services/lane/command.ts';
import { runBatch } from '../../../src/services/lane/run-batch.ts';
import type { Snapshot } from '../../../src/services/lane/snapshot.ts';
import { inTransaction } from '../../../src/store/connection.ts';
import { insertBudget } from '../../../src/services/budgets/create-budget.ts';
import { fixedBook } from './fixed-book.ts';

/** A row that was read and one that was made may have their members in another order, which says nothing. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the caller is told, whole: tests compare every figure of it. */
export function renderWhole(outcome: Outcome): Rendered {
  if (outcome.kind === 'repeated') return { status: 200, body: outcome.answers[0]! };
  return { status: outcome.kind === 'refused' ? 402 : 200, body: JSON.stringify(outcome, plain) };
}

/** An org of a test's own, whose batches are cut and timed by the test. */
export class TestOrg {
  readonly id = randomUUID();
  nowMs: number;
  snapshot: Snapshot | null = null;
  readonly #pool: pg.Pool;
  readonly #client: pg.Client;

  constructor(pool: pg.Pool, client: pg.Client, nowMs: number) {
    this.#pool = pool;
    this.#client = client;
    this.nowMs = nowMs;
  }

  async found(budgets: readonly Budget[] = []): Promise<this> {
    await inTransaction(this.#pool, async (tx) => {
      await createOrg(tx, this.id, 'a test', this.nowMs);
      for (const budget of budgets) await insertBudget(tx, this.id, { ...budget, name: `${budget.name} ${budget.id}` });
    });
    return this;
  }

  /** One batch, as a lane would run it. */
  async batch(commands: readonly LaneCommand[], client: pg.Client = this.#client): Promise<readonly Answer[]> {
    const options = { orgId: this.id, book: fixedBook, clock: () => this.nowMs, batchId: randomUUID() };
    const result = await runBatch(client, options, this.snapshot, commands, () => undefined);
    this.snapshot = result.snapshot;
    return result.answers;
  }

  /** As the registry's service does it: the entry, and a new version of what nodes remember. */
  async setPaused(agent: string, isPaused: boolean): Promise<void> {
    const at = new Date(this.nowMs);
    await this.#pool.query(
      `INSERT INTO registry (org_id, kind, id, name, paused_at, created_at) VALUES ($1, 'agent', $2, $2, $3, $4)
       ON CONFLICT (org_id, kind, id) DO UPDATE
         SET paused_at = excluded.paused_at, paused_until = NULL, paused_by = NULL, paused_reason = NULL,
             paused_restriction = NULL`,
      [this.id, agent, isPaused ? at : null, at],
    );
    await this.#pool.query('UPDATE org_lanes SET config_version = config_version + 1 WHERE org_id = $1', [this.id]);
  }

  /** The ids of the reservations that the next batch finds due, in the order in which it closes them. */
  async due(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ id: string }>(
      `SELECT reservation_id AS id FROM open_reservations WHERE org_id = $1 AND expires_at <= $2
        ORDER BY expires_at, reservation_id`,
      [this.id, new Date(this.nowMs)],
    );
    return rows.map(({ id }) => id);
  }
}
