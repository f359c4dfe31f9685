import type { Transaction } from '../../store/connection.ts';
import { genesisHash } from '../../store/lane/chain.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoints/checkpoint.ts';
import { type CheckpointRow, keptCheckpointOf } from '../checkpoints/list-checkpoints.ts';
import { BadNote } from '../checkpoints/signed-note.ts';
import { statements } from '../checkpoints/statements.ts';
import type { Difference } from './difference.ts';

/** Checkpoints that were kept elsewhere. Each must be signed with the trusted key, where one is known. */
export interface GivenCheckpoints {
  readonly notes: readonly string[];
  readonly trustedKey: string | null;
}

function different(org: string, subject: string, expected: string, actual: string): Difference {
  return { kind: 'checkpoint', org, subject, expected, actual };
}

/** Whether today's chain still has in it what the checkpoint fixed: the hash at its seq, and the balance. */
async function contained(tx: Transaction, checkpoint: Checkpoint): Promise<Difference[]> {
  const { orgId, seq, headHash, balance, timeMs } = checkpoint;
  const name = `checkpoint of seq ${seq}, ${new Date(timeMs).toISOString()}`;
  const values = [orgId, seq];
  const lane = await tx.query<{ seq: bigint }>({ ...statements.readHead, values: [orgId] });
  if (lane.rows[0] === undefined) return [different(orgId, name, 'an org of this id', 'none')];
  const found: Difference[] = [];
  const add = (what: string, expected: string, actual: string): void => {
    if (expected !== actual) found.push(different(orgId, `${name}, ${what}`, expected, actual));
  };
  const hash = await tx.query<{ hash: Buffer }>({ ...statements.hashAt, values });
  add('hash', headHash.toString('hex'), (hash.rows[0]?.hash ?? genesisHash).toString('hex'));
  const entry = await tx.query<{ balance: bigint }>({ ...statements.balanceAt, values });
  add('balance', `${balance}`, `${entry.rows[0]?.balance ?? 0n}`);
  if (lane.rows[0].seq < BigInt(seq)) add('the org has come that far', `${seq} or more`, `${lane.rows[0].seq}`);
  return found;
}

function opened(note: string, trustedKey: string | null): Checkpoint | string {
  try {
    return openCheckpoint(note, trustedKey);
  } catch (error) {
    if (error instanceof BadNote) return error.message;
    throw error;
  }
}

async function verifyGiven(tx: Transaction, { notes, trustedKey }: GivenCheckpoints): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const [index, note] of notes.entries()) {
    const checkpoint = opened(note, trustedKey);
    if (typeof checkpoint === 'string')
      found.push(different('-', `the given checkpoint ${index + 1}`, 'a signed checkpoint', checkpoint));
    else found.push(...(await contained(tx, checkpoint)));
  }
  return found;
}

/** A stored one must say the same in its columns as in its note. */
async function verifyStored(tx: Transaction, row: CheckpointRow): Promise<Difference[]> {
  const { id, orgId, seq, headHash, balance, note } = keptCheckpointOf(row);
  const checkpoint = opened(note, null);
  const name = `stored checkpoint ${id}`;
  if (typeof checkpoint === 'string') return [different(orgId, name, 'a signed checkpoint', checkpoint)];
  const said = [checkpoint.orgId, checkpoint.seq, checkpoint.headHash.toString('hex'), checkpoint.balance].join(' ');
  const stored = [orgId, seq, headHash.toString('hex'), balance].join(' ');
  if (said !== stored) return [different(orgId, name, said, stored)];
  return contained(tx, checkpoint);
}

/** Holds the chain against the checkpoints that are stored beside it, and against those that were kept elsewhere. */
export async function verifyCheckpoints(
  tx: Transaction,
  given: GivenCheckpoints,
): Promise<{ checked: number; differences: Difference[] }> {
  const { rows } = await tx.query<CheckpointRow>('SELECT * FROM checkpoints ORDER BY org_id, id');
  const differences = await verifyGiven(tx, given);
  for (const row of rows) differences.push(...(await verifyStored(tx, row)));
  return { checked: rows.length + given.notes.length, differences };
}
