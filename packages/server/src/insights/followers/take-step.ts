import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';
import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import { type AnyFollower, defaultStepRecords, type RecordRange } from './follower.ts';

const statements = {
  makeWatermark: sqlFile('followers/make-watermark.sql'),
  takeWatermark: sqlFile('followers/take-watermark.sql'),
  nextRange: sqlFile('followers/next-range.sql'),
  recordsOfRange: sqlFile('followers/records-of-range.sql'),
  advance: sqlFile('followers/advance-watermark.sql'),
};

/** `ahead`: there is more to read. `caught-up`: nothing is left. `elsewhere`: another node takes this step just now. */
export type StepResult = 'ahead' | 'caught-up' | 'elsewhere';

interface RangeRow {
  lane_seq: bigint;
  count: bigint;
  last_id: string | null;
  last_seq: bigint | null;
}

async function takeWatermark(
  tx: Transaction,
  orgId: string,
  { name }: AnyFollower,
  nowMs: number,
): Promise<string | null> {
  const take = async (): Promise<string | null> => {
    const { rows } = await tx.query<{ last_record_id: string }>(statements.takeWatermark.text, [orgId, name]);
    return rows[0]?.last_record_id ?? null;
  };
  const taken = await take();
  if (taken !== null) return taken;
  const made = await tx.query(statements.makeWatermark.text, [orgId, name, new Date(nowMs)]);
  return made.rowCount === 0 ? null : take();
}

async function give(tx: Transaction, orgId: string, follower: AnyFollower, range: RecordRange): Promise<void> {
  if ('followRange' in follower) return follower.followRange(tx, orgId, range);
  const { rows } = await tx.query<UsageRow>(statements.recordsOfRange.text, [orgId, range.afterId, range.lastId]);
  return follower.follow(tx, orgId, rows.map(usageRecordOf));
}

/**
 * One step of one follower in one org: takes its watermark, gives it the next records, and advances the watermark, all
 * in one transaction. Raises what the follower raises; then nothing of the step stands.
 */
export async function takeStep(pool: Pool, orgId: string, follower: AnyFollower, nowMs: number): Promise<StepResult> {
  return inTransaction(pool, async (tx) => {
    const afterId = await takeWatermark(tx, orgId, follower, nowMs);
    if (afterId === null) return 'elsewhere';
    const most = follower.stepRecords ?? defaultStepRecords;
    const { rows } = await tx.query<RangeRow>(statements.nextRange.text, [orgId, afterId, most]);
    const next = rows[0]!;
    const lastId = next.last_id ?? afterId;
    if (next.last_id !== null) await give(tx, orgId, follower, { afterId, lastId });
    const isFull = Number(next.count) === most;
    // The records of one command share its seq, and the step may have ended between two of them.
    const seq = isFull ? (next.last_seq ?? 0n) - 1n : next.lane_seq;
    await tx.query(statements.advance.text, [orgId, follower.name, lastId, seq, new Date(nowMs)]);
    return isFull ? 'ahead' : 'caught-up';
  });
}
