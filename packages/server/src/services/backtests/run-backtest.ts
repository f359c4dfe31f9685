import { type Budget, createReplay, type Replay, type ReplayedCall, windowAt } from '@cofferdam/core';
import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import type { BudgetTerms } from '../budgets/create-budget.ts';
import { type CountersNow, countersNow } from './counters-now.ts';
import { sumSpent } from '../budgets/seed.ts';
import { pastCalls, type RecordedCall } from './past-calls.ts';
import { BudgetTally } from './tally.ts';

export interface BacktestRequest {
  readonly orgId: string;
  readonly proposed: readonly BudgetTerms[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Now: what is reserved is known of no other time. */
  readonly nowMs: number;
}

export interface BacktestTotals {
  records: number;
  calls: number;
  costNanoUsd: bigint;
  unpricedRecords: number;
  refusedCalls: number;
  savedNanoUsd: bigint;
  firstMs: number | null;
}

export interface Backtest {
  readonly totals: Readonly<BacktestTotals>;
  /** In the order of the budgets that were proposed. */
  readonly budgets: readonly BudgetTally[];
  /** What each would count if it were made at this moment. */
  readonly now: readonly CountersNow[];
  /** Completed tasks with a refused call, by the positions of the budgets that refused it, as bits. */
  readonly tasksLost: ReadonlyMap<string, number>;
}

/** A budget as if it had always been there. Its id names its counters in this replay only. */
function alwaysThere(terms: BudgetTerms, index: number): Budget {
  return { ...terms, id: String(index), limitVersion: 1, countsFromMs: Number.NEGATIVE_INFINITY, createdMs: 0 };
}

/** As a new budget does, each counts what its window had seen before; runs count from the beginning of the period. */
async function seed(
  tx: Transaction,
  replay: Replay,
  budgets: readonly Budget[],
  request: BacktestRequest,
): Promise<void> {
  const { orgId, fromMs } = request;
  for (const [index, budget] of budgets.entries()) {
    if (budget.window === 'run') continue;
    const window = windowAt(budget.window, budget.timeZone, fromMs);
    const startMs = window.endMs === null ? null : window.startMs;
    if (startMs === fromMs) continue;
    const rows = await sumSpent(tx, orgId, budget, { fromMs: startMs, toMs: fromMs });
    for (const { subject, amount } of rows) replay.seed(index, subject, window, amount);
  }
}

class Gathering implements Omit<Backtest, 'now'> {
  readonly totals: BacktestTotals = {
    records: 0,
    calls: 0,
    costNanoUsd: 0n,
    unpricedRecords: 0,
    refusedCalls: 0,
    savedNanoUsd: 0n,
    firstMs: null,
  };
  readonly budgets: readonly BudgetTally[];
  readonly tasksLost = new Map<string, number>();

  constructor(budgets: readonly Budget[]) {
    this.budgets = budgets.map((budget) => new BudgetTally(budget));
  }

  add(call: RecordedCall, { refusedBy, counted }: ReplayedCall): void {
    const { totals } = this;
    totals.records += call.records;
    totals.calls += 1;
    totals.costNanoUsd += call.costNanoUsd;
    totals.unpricedRecords += call.unpriced;
    for (const touched of counted) this.budgets[touched.index]!.count(touched, call);
    if (refusedBy.length > 0) this.#refuse(call, refusedBy);
  }

  /** A budget per run has several counters for one call; it refuses it once, by the nearest. */
  #refuse(call: RecordedCall, refusedBy: ReplayedCall['refusedBy']): void {
    const { totals } = this;
    totals.refusedCalls += 1;
    totals.savedNanoUsd += call.costNanoUsd;
    totals.firstMs ??= call.budgetTimeMs;
    const nearest = new Map(refusedBy.toReversed().map((touched) => [touched.index, touched]));
    let bits = 0;
    for (const [index, touched] of nearest) {
      this.budgets[index]!.refuse(touched, call);
      bits |= 1 << index;
    }
    if (call.task !== null) this.tasksLost.set(call.task, (this.tasksLost.get(call.task) ?? 0) | bits);
  }
}

/**
 * What budgets would have done, had they been there: replays the calls of a period in the order in which they were
 * admitted. All budgets stand together, as they would have: what one refuses, none counts. Memory grows with subjects,
 * agents and tasks that are lost, not with records.
 */
export async function runBacktest(pool: Pool, request: BacktestRequest): Promise<Backtest> {
  const { orgId, fromMs, toMs } = request;
  const budgets = request.proposed.map(alwaysThere);
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await tx.query('SET LOCAL statement_timeout = 0');
    const replay = createReplay(budgets);
    await seed(tx, replay, budgets, request);
    const gathering = new Gathering(budgets);
    for await (const calls of pastCalls(tx, { orgId, fromMs, toMs, budgets })) {
      for (const call of calls) gathering.add(call, replay.call(call));
    }
    const now: CountersNow[] = [];
    for (const budget of budgets) now.push(await countersNow(tx, orgId, budget, request.nowMs));
    const { totals, budgets: tallies, tasksLost } = gathering;
    return { totals, budgets: tallies, tasksLost, now };
  });
}
