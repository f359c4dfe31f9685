import type { Queryable } from '../../store/connection.ts';
import type { KeptCheckpoint } from './make-checkpoint.ts';
import { statements } from './statements.ts';

export interface CheckpointRow {
  org_id: string;
  id: string;
  seq: bigint;
  head_hash: Buffer;
  balance_nano_usd: bigint;
  time: number;
  note: string;
}

export function keptCheckpointOf(row: CheckpointRow): KeptCheckpoint {
  return {
    orgId: row.org_id,
    id: row.id,
    seq: Number(row.seq),
    headHash: row.head_hash,
    balance: row.balance_nano_usd,
    timeMs: row.time,
    note: row.note,
  };
}

/** The checkpoints of an org, newest first. */
export async function listCheckpoints(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<KeptCheckpoint[]> {
  const { rows } = await db.query<CheckpointRow>({ ...statements.listCheckpoints, values: [orgId, beforeId, limit] });
  return rows.map(keptCheckpointOf);
}
