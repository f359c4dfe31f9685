import type { Recovery, Wallet } from '@cofferdam/core';
import type pg from 'pg';
import { inTransaction, type Queryable, type Transaction } from '../../store/connection.ts';
import type { NewAlert } from '../alerts/alert.ts';
import { alertId } from '../alerts/alert-id.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import { resolveRecovered } from '../alerts/resolve-recovered.ts';
import { type Burn, readBurn } from './read-burn.ts';
import { type KeptMarks, readMarks } from './read-marks.ts';
import { readWallet } from './read-wallet.ts';

const runwayKeys = 'wallet_low runway ';

/** The open alerts of a runway that is long enough again. */
export const runwayRecovery: Recovery = { type: 'wallet_low', keyPrefix: runwayKeys };

const markedOrgs = 'SELECT org_id FROM org_lanes WHERE wallet_low_runway_days IS NOT NULL';
const lock = 'SELECT last_time FROM org_lanes WHERE org_id = $1 FOR UPDATE';
const remember = 'UPDATE org_lanes SET wallet_low_runway_since = $2 WHERE org_id = $1';

interface Seen {
  readonly wallet: Wallet;
  readonly marks: KeptMarks;
  readonly burn: Burn;
  readonly isShort: boolean;
}

async function look(db: Queryable, orgId: string, nowMs: number): Promise<Seen> {
  const wallet = await readWallet(db, orgId);
  const marks = await readMarks(db, orgId);
  const burn = await readBurn(db, orgId, wallet, nowMs);
  const { lowRunwayDays } = marks;
  const isMeant = lowRunwayDays !== null && wallet.mode !== 'postpaid';
  return { wallet, marks, burn, isShort: isMeant && burn.runwayDays !== null && burn.runwayDays < lowRunwayDays };
}

function runwayAlert({ wallet, marks, burn }: Seen, timeMs: number): NewAlert {
  const dedupeKey = `${runwayKeys}${timeMs}`;
  const amounts = { balance: `${wallet.balance}`, burn_per_day: `${burn.perDay ?? 0n}` };
  const facts = {
    condition: 'runway',
    runway_days: `${burn.runwayDays ?? 0}`,
    low_runway_days: `${marks.lowRunwayDays ?? 0}`,
  };
  return {
    id: alertId(timeMs, dedupeKey),
    type: 'wallet_low',
    severity: 'warning',
    dedupeKey,
    budgetId: null,
    budgetName: null,
    owner: null,
    agent: null,
    team: null,
    subject: null,
    windowStartMs: null,
    windowEndMs: null,
    limitVersion: null,
    thresholdPpm: null,
    timeMs,
    figures: { unit: 'usd', amounts, facts },
    notify: [],
  };
}

/** Under the lane's lock, so that of several nodes one tells. */
async function tell(tx: Transaction, orgId: string, nowMs: number): Promise<void> {
  const { rows } = await tx.query<{ last_time: number }>(lock, [orgId]);
  const timeMs = Math.max(nowMs, rows[0]?.last_time ?? nowMs);
  const seen = await look(tx, orgId, timeMs);
  if (seen.isShort === (seen.marks.lowRunwaySinceMs !== null)) return;
  await tx.query(remember, [orgId, seen.isShort ? new Date(timeMs) : null]);
  if (seen.isShort) await raiseAlerts(tx, orgId, [runwayAlert(seen, timeMs)]);
  else await resolveRecovered(tx, orgId, runwayRecovery, { by: 'recovery', nowMs: timeMs });
}

/**
 * Tells of wallets whose credit lasts for fewer days than their orgs want to be told of, once each time that it comes
 * to be so, and resolves the alerts of those that last long enough again.
 */
export async function tellLowRunways(pool: pg.Pool, nowMs: number): Promise<void> {
  const { rows } = await pool.query<{ org_id: string }>(markedOrgs);
  for (const { org_id: orgId } of rows) {
    const { marks, isShort } = await look(pool, orgId, nowMs);
    if (isShort !== (marks.lowRunwaySinceMs !== null)) await inTransaction(pool, (tx) => tell(tx, orgId, nowMs));
  }
}
