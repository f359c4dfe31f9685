import type { Wallet } from '@cofferdam/core';
import type pg from 'pg';
import { inTransaction, type Queryable } from '../../store/connection.ts';
import { readWallet } from '../credits/read-wallet.ts';
import { type BreakdownRow, readBreakdown } from './breakdown.ts';
import { countRefusals } from './refusals.ts';
import type { ReportScope } from './report-period.ts';
import type { UsageSums } from './usage-sums.ts';

export interface OpenReservations {
  readonly count: number;
  readonly reservedNanoUsd: bigint;
}

export interface Overview {
  readonly totals: UsageSums;
  readonly refused: number;
  readonly open: OpenReservations;
  /** Null for a report on one agent: the wallet is the org's. */
  readonly wallet: Wallet | null;
  readonly topAgents: readonly BreakdownRow[];
  readonly topModels: readonly BreakdownRow[];
}

const openSql = `
  SELECT count(*)::text AS count, coalesce(sum(r.amount_nano_usd), 0)::text AS reserved
    FROM open_reservations o JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
   WHERE o.org_id = $1 AND ($2::text IS NULL OR r.agent = $2)`;

const topRows = 5;

async function readOpen(db: Queryable, { orgId, agent }: ReportScope): Promise<OpenReservations> {
  const { rows } = await db.query<{ count: string; reserved: string }>(openSql, [orgId, agent]);
  return { count: Number(rows[0]?.count ?? 0), reservedNanoUsd: BigInt(rows[0]?.reserved ?? 0) };
}

/** Where an org, or one of its agents, stands. All figures are of one moment. */
export async function readOverview(pool: pg.Pool, scope: ReportScope): Promise<Overview> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const agents = await readBreakdown(tx, scope, ['agent'], topRows);
    const models = await readBreakdown(tx, scope, ['model'], topRows);
    return {
      totals: agents.totals,
      refused: await countRefusals(tx, scope),
      open: await readOpen(tx, scope),
      wallet: scope.agent === null ? await readWallet(tx, scope.orgId) : null,
      topAgents: agents.rows,
      topModels: models.rows,
    };
  });
}
