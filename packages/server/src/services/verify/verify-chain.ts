import type { Transaction } from '../../store/connection.ts';
import { batchHash, type ChainedRows, genesisHash } from '../../store/lane/chain.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';
import { lotDrawOf, lotOf, type DrawRow, type LotRow } from '../../store/lane/lot-row.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';
import type { Difference } from './difference.ts';

interface BatchRow {
  first_seq: bigint;
  last_seq: bigint;
  previous_hash: Buffer;
  hash: Buffer;
}

const pageRows = 2_000;
const leastUuid = '00000000-0000-0000-0000-000000000000';

/** Rows of a table in the order of their ids, read a page at a time; those of seq 0 are older than the chain of them. */
async function* inOrder<Row extends { id: string }>(
  tx: Transaction,
  table: string,
  orgId: string,
): AsyncGenerator<Row> {
  let after = leastUuid;
  for (;;) {
    const { rows } = await tx.query<Row>(
      `SELECT * FROM ${table} WHERE org_id = $1 AND id > $2 AND seq <> 0 ORDER BY id LIMIT ${pageRows}`,
      [orgId, after],
    );
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.id;
  }
}

async function* drawsInOrder(tx: Transaction, orgId: string): AsyncGenerator<DrawRow> {
  let after = [leastUuid, leastUuid];
  for (;;) {
    const { rows } = await tx.query<DrawRow>(
      `SELECT entry_id, lot_id, seq, amount_nano_usd FROM lot_draws
        WHERE org_id = $1 AND (entry_id, lot_id) > ($2::uuid, $3::uuid) ORDER BY entry_id, lot_id LIMIT ${pageRows}`,
      [orgId, ...after],
    );
    yield* rows;
    if (rows.length < pageRows) return;
    after = [rows.at(-1)!.entry_id, rows.at(-1)!.lot_id];
  }
}

/** Takes rows off a stream as long as they belong to a batch; what comes before it belongs to none. */
class Feed<Row extends { readonly seq: number }> {
  readonly #rows: AsyncGenerator<Row>;
  #next: Row | null = null;
  #ended = false;

  constructor(rows: AsyncGenerator<Row>) {
    this.#rows = rows;
  }

  async #peek(): Promise<Row | null> {
    if (this.#next === null && !this.#ended) {
      const result = await this.#rows.next();
      if (result.done === true) this.#ended = true;
      else this.#next = result.value;
    }
    return this.#next;
  }

  /** The rows up to a seq. */
  async upTo(lastSeq: number): Promise<Row[]> {
    const taken: Row[] = [];
    for (let row = await this.#peek(); row !== null && row.seq <= lastSeq; row = await this.#peek()) {
      taken.push(row);
      this.#next = null;
    }
    return taken;
  }
}

async function* mapped<From, To>(rows: AsyncGenerator<From>, map: (row: From) => To): AsyncGenerator<To> {
  for await (const row of rows) yield map(row);
}

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

async function* batchesOf(tx: Transaction, orgId: string): AsyncGenerator<BatchRow> {
  let after = -1n;
  for (;;) {
    const { rows } = await tx.query<BatchRow>(
      `SELECT first_seq, last_seq, previous_hash, hash FROM batches WHERE org_id = $1 AND last_seq > $2
        ORDER BY last_seq LIMIT ${pageRows}`,
      [orgId, after],
    );
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.last_seq;
  }
}

async function walkOrg(tx: Transaction, org: string, head: Buffer): Promise<Walk> {
  const walk: Walk = { org, differences: [], previous: genesisHash, batches: 0, rows: 0 };
  const usage = new Feed(mapped(inOrder<UsageRow>(tx, 'usage_records', org), usageRecordOf));
  const entries = new Feed(mapped(inOrder<EntryRow>(tx, 'ledger_entries', org), ledgerEntryOf));
  const lots = new Feed(mapped(inOrder<LotRow>(tx, 'lots', org), lotOf));
  const draws = new Feed(mapped(drawsInOrder(tx, org), lotDrawOf));
  const upTo = async (seq: number): Promise<ChainedRows> => ({
    usage: await usage.upTo(seq),
    entries: await entries.upTo(seq),
    lots: await lots.upTo(seq),
    draws: await draws.upTo(seq),
  });
  for await (const batch of batchesOf(tx, org)) checkBatch(walk, batch, await upTo(Number(batch.last_seq)));
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
