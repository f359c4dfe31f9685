import type { PriceBook, Wallet } from '@cofferdam/core';
import type { Pool, Queryable } from '../../store/connection.ts';
import { readWallet } from '../credits/read-wallet.ts';
import { priceInForce } from '../prices/price-in-force.ts';
import { type BreakdownRow, readBreakdown } from './breakdown.ts';
import { type BudgetStanding, readBudgetStandings } from './budget-standings.ts';
import { cacheSavings } from './cache-savings.ts';
import { readReport } from './read-report.ts';
import type { ReportScope } from './report-period.ts';
import { readTaskCosts, type TaskCosts, type TaskEnding } from './task-costs.ts';
import { noSums, type UsageSums } from './usage-sums.ts';

/** Alerts of spend out of character: how many, and what was out of character. */
export interface AnomalySpend {
  readonly events: number;
  readonly costNanoUsd: bigint;
}

export interface CacheFigures {
  readonly savedNanoUsd: bigint;
  /** Cached tokens of models without a known price, which the savings leave out. */
  readonly unpricedTokens: number;
}

export interface UnitEconomics {
  readonly tasks: Readonly<Record<TaskEnding, TaskCosts>>;
  readonly totals: UsageSums;
  /** Of the totals, what calls of models make. */
  readonly modelCalls: UsageSums;
  readonly cache: CacheFigures;
  readonly byAgent: readonly BreakdownRow[];
  readonly byModel: readonly BreakdownRow[];
  readonly anomalies: AnomalySpend;
  /** What is the org's; null for a key that is bound to an agent. */
  readonly ofOrg: { readonly wallet: Wallet; readonly budgets: readonly BudgetStanding[] } | null;
}

const shownRows = 10;
/** More models than this nobody uses; the rest would have no savings. */
const mostModels = 1_000;

const anomaliesSql = `
  SELECT count(*)::integer AS events, coalesce(sum((figures->'amounts'->>'cost')::bigint), 0)::text AS cost
    FROM alerts
   WHERE org_id = $1 AND type = 'anomaly' AND time >= $2 AND time < $3 AND ($4::text IS NULL OR agent = $4)`;

async function readAnomalies(db: Queryable, { orgId, fromMs, toMs, agent }: ReportScope): Promise<AnomalySpend> {
  const values = [orgId, new Date(fromMs), new Date(toMs), agent];
  const { rows } = await db.query<{ events: number; cost: string }>(anomaliesSql, values);
  return { events: rows[0]?.events ?? 0, costNanoUsd: BigInt(rows[0]?.cost ?? 0) };
}

/** At the rates in force at the end of the period, without context and service tiers: records say more, sums do not. */
async function readCache(db: Queryable, book: PriceBook, scope: ReportScope): Promise<CacheFigures> {
  const { rows } = await readBreakdown(db, scope, { by: ['provider', 'model'], limit: mostModels });
  let [savedNanoUsd, unpricedTokens] = [0n, 0];
  for (const { labels, sums } of rows) {
    const tokens = sums.cacheReadTokens + sums.cacheWriteTokens;
    const [provider, canonical] = labels;
    if (tokens === 0 || !provider || !canonical) continue;
    const name = { provider, model: canonical.slice(provider.length + 1) };
    const price = await priceInForce(db, book, scope.orgId, name, Math.min(scope.toMs - 1, scope.nowMs));
    const saved = cacheSavings(sums, price);
    if (saved === null) unpricedTokens += tokens;
    else savedNanoUsd += saved;
  }
  return { savedNanoUsd, unpricedTokens };
}

/** What a unit of work costs, and where it leaks. All figures are of one moment. */
export async function readUnitEconomics(pool: Pool, book: PriceBook, scope: ReportScope): Promise<UnitEconomics> {
  const { orgId, agent, nowMs } = scope;
  return readReport(pool, async (tx) => {
    const types = await readBreakdown(tx, scope, { by: ['type'], limit: shownRows });
    return {
      tasks: await readTaskCosts(tx, scope),
      totals: types.totals.sums,
      modelCalls: types.rows.find(({ labels }) => labels[0] === 'model_call')?.sums ?? noSums,
      cache: await readCache(tx, book, scope),
      byAgent: (await readBreakdown(tx, scope, { by: ['agent'], limit: shownRows })).rows,
      byModel: (await readBreakdown(tx, scope, { by: ['model'], limit: shownRows })).rows,
      anomalies: await readAnomalies(tx, scope),
      ofOrg:
        agent === null
          ? {
              wallet: await readWallet(tx, orgId),
              budgets: await readBudgetStandings(tx, orgId, { nowMs, limit: shownRows }),
            }
          : null,
    };
  });
}
