import type { Transaction } from '../../store/connection.ts';
import { batchHash, type ChainedRows, genesisHash } from '../../store/lane/chain.ts';
import type { Difference } from './difference.ts';
import { type BatchRow, readChain } from './read-chain.ts';

interface Walk {
  readonly org: string;
  readonly differences: Difference[];
  previous: Buffer;
  batches: number;
  rows: number;
}

function different(walk: Walk, subject: string, expected: string, actual: string): void {
  walk.differences.push({ kind: 'hash_chain', org: walk.org, subject, expected, actual });
}

/** Every row with what it is called where it is out of place. */
function named({ usage, entries, lots, draws }: ChainedRows): { name: string; seq: number }[] {
  return [
    ...[...usage, ...entries].map(({ id, seq }) => ({ name: `row ${id}`, seq })),
    ...lots.map(({ id, seq }) => ({ name: `lot ${id}`, seq })),
    ...draws.map(({ entryId, lotId, seq }) => ({ name: `draw ${entryId} of ${lotId}`, seq })),
  ];
}

function checkBatch(walk: Walk, batch: BatchRow, rows: ChainedRows): void {
  const name = `batch ${batch.first_seq}-${batch.last_seq}`;
  const firstSeq = Number(batch.first_seq);
  const all = named(rows);
  const strays = all.filter((row) => row.seq < firstSeq);
  for (const stray of strays) different(walk, stray.name, 'a batch that it belongs to', `seq ${stray.seq}`);
  if (!batch.previous_hash.equals(walk.previous)) {
    different(
      walk,
      `${name}, hash of the batch before it`,
      walk.previous.toString('hex'),
      batch.previous_hash.toString('hex'),
    );
  }
  const hash = batchHash(walk.previous, rows);
  if (!hash.equals(batch.hash)) different(walk, name, batch.hash.toString('hex'), hash.toString('hex'));
  walk.previous = batch.hash;
  walk.batches += 1;
  walk.rows += all.length;
}

async function walkOrg(tx: Transaction, org: string, head: Buffer): Promise<Walk> {
  const walk: Walk = { org, differences: [], previous: genesisHash, batches: 0, rows: 0 };
  const { upTo, batches } = readChain(tx, org);
  for await (const batch of batches) checkBatch(walk, batch, await upTo(Number(batch.last_seq)));
  for (const row of named(await upTo(Number.POSITIVE_INFINITY))) {
    different(walk, row.name, 'a batch that it belongs to', `seq ${row.seq}`);
  }
  if (!walk.previous.equals(head)) different(walk, 'head', walk.previous.toString('hex'), head.toString('hex'));
  return walk;
}

export interface ChainResult {
  readonly orgs: number;
  readonly batches: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
}

/** Walks every org's chain from its first batch: each row in its batch, each batch on the one before, the head at the end. */
export async function verifyChain(tx: Transaction): Promise<ChainResult> {
  const { rows } = await tx.query<{ org_id: string; head_hash: Buffer }>(
    'SELECT org_id, head_hash FROM org_lanes ORDER BY org_id',
  );
  const walks: Walk[] = [];
  for (const lane of rows) walks.push(await walkOrg(tx, lane.org_id, lane.head_hash));
  return {
    orgs: walks.length,
    batches: walks.reduce((sum, walk) => sum + walk.batches, 0),
    rows: walks.reduce((sum, walk) => sum + walk.rows, 0),
    differences: walks.flatMap((walk) => walk.differences),
  };
}
