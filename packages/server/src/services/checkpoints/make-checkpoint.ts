import type pg from 'pg';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { newId } from '../ids.ts';
import { type Checkpoint, noteOf } from './checkpoint.ts';
import type { NoteSigner } from './signed-note.ts';
import { statements } from './statements.ts';

/** A checkpoint with its note, as it is kept. */
export interface KeptCheckpoint extends Checkpoint {
  readonly id: string;
  readonly note: string;
}

interface HeadRow {
  seq: bigint;
  head_hash: Buffer;
  balance: bigint;
  last_time: number;
}

/** The head of an org's chain as of its last commit, signed. Raises `not_found`. */
async function signHead(db: Queryable, orgId: string, signer: NoteSigner, nowMs: number): Promise<KeptCheckpoint> {
  const { rows } = await db.query<HeadRow>({ ...statements.readHead, values: [orgId] });
  const head = rows[0] ?? fail('not_found', 'there is no such org');
  const timeMs = Math.max(nowMs, head.last_time);
  const seq = Number(head.seq);
  const checkpoint: Checkpoint = { orgId, seq, headHash: head.head_hash, balance: head.balance, timeMs };
  return { ...checkpoint, id: newId(timeMs), note: noteOf(checkpoint, signer) };
}

/** Keeps a checkpoint; `day` (YYYY-MM-DD) is given for the one of every day. False where that is there already. */
async function keep(db: Queryable, checkpoint: KeptCheckpoint, day: string | null): Promise<boolean> {
  const { orgId, id, seq, headHash, balance, timeMs, note } = checkpoint;
  const values = [orgId, id, seq, headHash, balance, new Date(timeMs), day, note];
  const { rowCount } = await db.query({ ...statements.insertCheckpoint, values });
  return rowCount === 1;
}

/** Signs and keeps the head of an org's chain. Raises `not_found`. */
export async function makeCheckpoint(
  db: Queryable,
  orgId: string,
  signer: NoteSigner,
  nowMs: number,
): Promise<KeptCheckpoint> {
  const checkpoint = await signHead(db, orgId, signer, nowMs);
  await keep(db, checkpoint, null);
  return checkpoint;
}

/** Makes the day's checkpoint of every org whose chain has grown since its last one, and returns them. */
export async function makeDailyCheckpoints(
  pool: pg.Pool,
  signer: NoteSigner,
  nowMs: number,
): Promise<readonly KeptCheckpoint[]> {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const { rows } = await pool.query<{ org_id: string }>({ ...statements.dueOrgs, values: [day] });
  const made: KeptCheckpoint[] = [];
  for (const { org_id: orgId } of rows) {
    const checkpoint = await signHead(pool, orgId, signer, nowMs);
    if (await keep(pool, checkpoint, day)) made.push(checkpoint);
  }
  return made;
}
