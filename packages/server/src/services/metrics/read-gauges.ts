import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const openReservations = sqlFile('metrics/open-reservations.sql');
const deliveries = sqlFile('metrics/deliveries.sql');
const followerLag = sqlFile('metrics/follower-lag.sql');

/** Where the database stands, over all orgs: the same whichever node is asked. */
export interface DatabaseGauges {
  readonly openReservations: number;
  /** A float, for a graph. */
  readonly reservedUsd: number;
  readonly pendingDeliveries: number;
  readonly deadDeliveries: number;
  /** By follower, how far behind it is in the org where it is farthest behind, in the org's seq. */
  readonly followerLag: ReadonlyMap<string, number>;
}

/** Reads them in three statements; raises what the store raises. */
export async function readGauges(db: Queryable): Promise<DatabaseGauges> {
  const [reserved, delivered, lags] = await Promise.all([
    db.query<{ open: bigint; reserved: string }>(openReservations.text),
    db.query<{ state: string; count: bigint }>(deliveries.text),
    db.query<{ name: string; behind: bigint }>(followerLag.text),
  ]);
  const counts = new Map(delivered.rows.map(({ state, count }) => [state, Number(count)]));
  const [row] = reserved.rows;
  return {
    openReservations: Number(row?.open ?? 0n),
    reservedUsd: Number(row?.reserved ?? '0') / 1e9,
    pendingDeliveries: counts.get('pending') ?? 0,
    deadDeliveries: counts.get('dead') ?? 0,
    followerLag: new Map(lags.rows.map(({ name, behind }) => [name, Number(behind)])),
  };
}
