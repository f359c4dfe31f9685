import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import { readRollupWatermark } from '../reports/rollup-watermark.ts';

const spendOf = sqlFile('runs/spend-of.sql');

/** What a run spent and holds, its descendants included. */
export interface TreeSpend {
  readonly spentNanoUsd: bigint;
  readonly ownSpentNanoUsd: bigint;
  readonly reservedNanoUsd: bigint;
  readonly requests: number;
  readonly unpricedRecords: number;
  readonly descendants: number;
}

type SpendRow = Readonly<
  Record<'id' | 'spent' | 'own_spent' | 'requests' | 'unpriced' | 'reserved' | 'descendants', string>
>;

/** What each of some runs spent with its tree. Must be called in a transaction that has one snapshot. */
export async function readTreeSpend(
  db: Queryable,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TreeSpend>> {
  const watermark = await readRollupWatermark(db, orgId);
  const { rows } = await db.query<SpendRow>(spendOf.text, [orgId, ids, watermark]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        spentNanoUsd: BigInt(row.spent),
        ownSpentNanoUsd: BigInt(row.own_spent),
        reservedNanoUsd: BigInt(row.reserved),
        requests: Number(row.requests),
        unpricedRecords: Number(row.unpriced),
        descendants: Number(row.descendants),
      },
    ]),
  );
}
