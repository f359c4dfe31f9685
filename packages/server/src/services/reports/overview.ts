import type { Wallet } from '@cofferdam/core';
import type { Pool, Queryable } from '../../store/connection.ts';
import { readWallet } from '../credits/read-wallet.ts';
import type { Alert } from '../alerts/alert.ts';
import { listAlerts } from '../alerts/find-alerts.ts';
import { type BreakdownRow, type ComparedSums, readBreakdown } from './breakdown.ts';
import { type BudgetStanding, readBudgetStandings } from './budget-standings.ts';
import { countRefusals, type RefusalTotals } from './refusals.ts';
import type { Period, ReportScope } from './report-period.ts';
import { readReport } from './read-report.ts';

export interface OpenReservations {
  readonly count: number;
  readonly reservedNanoUsd: bigint;
}

export interface OpenAlerts {
  readonly bySeverity: ReadonlyMap<string, number>;
  /** The newest first. */
  readonly latest: readonly Alert[];
}

export interface Overview {
  readonly totals: ComparedSums;
  readonly previousPeriod: Period | null;
  readonly refused: RefusalTotals;
  readonly open: OpenReservations;
  readonly topAgents: readonly BreakdownRow[];
  readonly topModels: readonly BreakdownRow[];
  /** What is the org's and not one agent's; null for a key that is bound to an agent. */
  readonly ofOrg: {
    readonly wallet: Wallet;
    readonly alerts: OpenAlerts;
    readonly budgets: readonly BudgetStanding[];
  } | null;
}

const openSql = `
  SELECT count(*)::text AS count, coalesce(sum(r.amount_nano_usd), 0)::text AS reserved
    FROM open_reservations o JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
   WHERE o.org_id = $1 AND ($2::text IS NULL OR r.agent = $2)`;

const alertsSql = `SELECT severity, count(*)::integer AS count FROM alerts WHERE org_id = $1 AND state = 'open' GROUP BY 1`;

const shownRows = 5;

async function readOpen(db: Queryable, { orgId, agent }: ReportScope): Promise<OpenReservations> {
  const { rows } = await db.query<{ count: string; reserved: string }>(openSql, [orgId, agent]);
  return { count: Number(rows[0]?.count ?? 0), reservedNanoUsd: BigInt(rows[0]?.reserved ?? 0) };
}

async function readAlerts(db: Queryable, orgId: string): Promise<OpenAlerts> {
  const any = { beforeId: null, type: null, budget: null, agent: null, severity: null, fromMs: null, toMs: null };
  const { rows } = await db.query<{ severity: string; count: number }>(alertsSql, [orgId]);
  const latest = await listAlerts(db, orgId, { ...any, state: 'open', limit: shownRows });
  return { bySeverity: new Map(rows.map(({ severity, count }) => [severity, count])), latest };
}

async function readOfOrg(db: Queryable, { orgId, nowMs }: ReportScope): Promise<NonNullable<Overview['ofOrg']>> {
  return {
    wallet: await readWallet(db, orgId),
    alerts: await readAlerts(db, orgId),
    budgets: await readBudgetStandings(db, orgId, { nowMs, limit: shownRows }),
  };
}

/** Where an org, or one of its agents, stands. All figures are of one moment. */
export async function readOverview(pool: Pool, scope: ReportScope): Promise<Overview> {
  return readReport(pool, async (tx) => {
    const agents = await readBreakdown(tx, scope, { by: ['agent'], limit: shownRows, compare: true });
    const models = await readBreakdown(tx, scope, { by: ['model'], limit: shownRows });
    return {
      totals: agents.totals,
      previousPeriod: agents.previousPeriod,
      refused: await countRefusals(tx, scope),
      open: await readOpen(tx, scope),
      topAgents: agents.rows.filter(({ sums }) => sums.records > 0),
      topModels: models.rows,
      ofOrg: scope.agent === null ? await readOfOrg(tx, scope) : null,
    };
  });
}
