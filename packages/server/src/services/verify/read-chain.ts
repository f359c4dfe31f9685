import type { Queryable } from '../../store/connection.ts';
import type { ChainedRows } from '../../store/lane/chain.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';
import { lotDrawOf, lotOf, type DrawRow, type LotRow } from '../../store/lane/lot-row.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';

/** A link of the chain, as it is stored. */
export interface BatchRow {
  first_seq: bigint;
  last_seq: bigint;
  time: number;
  previous_hash: Buffer;
  hash: Buffer;
}

const pageRows = 2_000;
const leastUuid = '00000000-0000-0000-0000-000000000000';

/** Rows of a table in the order of their ids, read a page at a time; those of seq 0 are older than the chain of them. */
async function* inOrder<Row extends { id: string }>(db: Queryable, table: string, orgId: string): AsyncGenerator<Row> {
  let after = leastUuid;
  for (;;) {
    const { rows } = await db.query<Row>(
      `SELECT * FROM ${table} WHERE org_id = $1 AND id > $2 AND seq <> 0 ORDER BY id LIMIT ${pageRows}`,
      [orgId, after],
    );
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.id;
  }
}

async function* drawsInOrder(db: Queryable, orgId: string): AsyncGenerator<DrawRow> {
  let after = [leastUuid, leastUuid];
  for (;;) {
    const { rows } = await db.query<DrawRow>(
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

async function* batchesOf(db: Queryable, orgId: string): AsyncGenerator<BatchRow> {
  let after = -1n;
  for (;;) {
    const { rows } = await db.query<BatchRow>(
      `SELECT first_seq, last_seq, time, previous_hash, hash FROM batches WHERE org_id = $1 AND last_seq > $2
        ORDER BY last_seq LIMIT ${pageRows}`,
      [orgId, after],
    );
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.last_seq;
  }
}

/** An org's chain, read in order and a page at a time. */
export interface ChainReader {
  readonly batches: AsyncGenerator<BatchRow>;
  /** The rows that come next, up to a seq. */
  readonly upTo: (seq: number) => Promise<ChainedRows>;
}

export function readChain(db: Queryable, org: string): ChainReader {
  const usage = new Feed(mapped(inOrder<UsageRow>(db, 'usage_records', org), usageRecordOf));
  const entries = new Feed(mapped(inOrder<EntryRow>(db, 'ledger_entries', org), ledgerEntryOf));
  const lots = new Feed(mapped(inOrder<LotRow>(db, 'lots', org), lotOf));
  const draws = new Feed(mapped(drawsInOrder(db, org), lotDrawOf));
  return {
    batches: batchesOf(db, org),
    upTo: async (seq) => ({
      usage: await usage.upTo(seq),
      entries: await entries.upTo(seq),
      lots: await lots.upTo(seq),
      draws: await draws.upTo(seq),
    }),
  };
}
