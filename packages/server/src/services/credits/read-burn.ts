import { type Wallet, walletUnspent } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { usedIn } from './movements.ts';
import { statements } from './statements.ts';

/** How fast a wallet empties; null where nothing is known, or nothing is burned. */
export interface Burn {
  readonly perDay: bigint | null;
  /** Days for which what is unspent lasts at this pace, to a tenth, rounded down. */
  readonly runwayDays: number | null;
  /** The instant at which it is empty then. */
  readonly runsOutMs: number | null;
}

const dayMs = 86_400_000;
const mostDays = 7;

/**
 * What usage took a day, as the mean of the last 7 full days (UTC), or of as many as there were since the first charge,
 * its own day included. On the day of the first charge there is none yet.
 */
export async function readBurn(db: Queryable, orgId: string, wallet: Wallet, nowMs: number): Promise<Burn> {
  const { rows } = await db.query<{ time: number }>({ ...statements.firstCharge, values: [orgId] });
  const today = Math.floor(nowMs / dayMs);
  const firstDay = rows[0] === undefined ? today : Math.floor(rows[0].time / dayMs);
  const days = Math.min(mostDays, today - firstDay);
  if (days <= 0) return { perDay: null, runwayDays: null, runsOutMs: null };
  const used = await usedIn(db, orgId, { fromMs: (today - days) * dayMs, toMs: today * dayMs });
  const perDay = used / BigInt(days);
  if (used <= 0n) return { perDay, runwayDays: null, runsOutMs: null };
  const unspent = walletUnspent(wallet);
  const tenths = unspent <= 0n ? 0n : (unspent * 10n * BigInt(days)) / used;
  return { perDay, runwayDays: Number(tenths) / 10, runsOutMs: nowMs + Number(tenths) * (dayMs / 10) };
}
