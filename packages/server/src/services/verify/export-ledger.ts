import { canonicalDraw, canonicalEntry, canonicalLot, canonicalUsage } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { ChainedRows } from '../../store/lane/chain.ts';
import { listCheckpoints } from '../checkpoints/list-checkpoints.ts';
import { statements } from '../checkpoints/statements.ts';
import { type BatchRow, readChain } from './read-chain.ts';

interface HeadRow {
  seq: bigint;
  head_hash: Buffer;
  balance: bigint;
}

const format = 1;
const maxCheckpoints = 10_000;

/** The fields of a row as the chain hashes them, read off the very text that is hashed: "e2;1:a-;" has "a" and null. */
function fieldsOf(canonical: string): (string | null)[] {
  const fields: (string | null)[] = [];
  for (let at = canonical.indexOf(';') + 1; at < canonical.length;) {
    if (canonical[at] === '-') {
      fields.push(null);
      at += 2;
      continue;
    }
    const colon = canonical.indexOf(':', at);
    const end = colon + 1 + Number(canonical.slice(at, colon));
    fields.push(canonical.slice(colon + 1, end));
    at = end + 1;
  }
  return fields;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function rowLines({ usage, entries, lots, draws }: ChainedRows): string[] {
  const texts = [
    ...usage.map(canonicalUsage),
    ...entries.map(canonicalEntry),
    ...lots.map(canonicalLot),
    ...draws.map(canonicalDraw),
  ];
  return texts.map((text) => line([text[0], ...fieldsOf(text)]));
}

function batchLine(batch: BatchRow): string {
  return line({
    type: 'batch',
    first_seq: String(batch.first_seq),
    last_seq: String(batch.last_seq),
    time: new Date(batch.time).toISOString(),
    previous_hash: batch.previous_hash.toString('hex'),
    hash: batch.hash.toString('hex'),
  });
}

async function headOf(db: Queryable, orgId: string): Promise<HeadRow> {
  const { rows } = await db.query<HeadRow>({ ...statements.readHead, values: [orgId] });
  return rows[0] ?? fail('not_found', 'there is no such org');
}

async function* checkpointLines(db: Queryable, orgId: string, throughSeq: number): AsyncGenerator<string> {
  const checkpoints = await listCheckpoints(db, orgId, null, maxCheckpoints);
  for (const { seq, note } of checkpoints.toReversed()) if (seq <= throughSeq) yield line({ type: 'checkpoint', note });
}

/**
 * The ledger of an org as lines of JSON, in the form that docs/reference/ledger-export.md describes: as of its last
 * commit, whatever is added while it is read, since rows are only ever added. Raises `not_found`.
 */
export async function* exportLedger(db: Queryable, orgId: string, nowMs: number): AsyncGenerator<string> {
  const head = await headOf(db, orgId);
  yield line({
    type: 'ledger',
    format,
    org: orgId,
    seq: String(head.seq),
    head_hash: head.head_hash.toString('hex'),
    balance_nano_usd: String(head.balance),
    exported_at: new Date(nowMs).toISOString(),
  });
  const { batches, upTo } = readChain(db, orgId);
  const counts = { batches: 0, rows: 0 };
  for await (const batch of batches) {
    if (batch.last_seq > head.seq) break;
    const lines = rowLines(await upTo(Number(batch.last_seq)));
    counts.batches += 1;
    counts.rows += lines.length;
    yield `${lines.join('')}${batchLine(batch)}`;
  }
  yield* checkpointLines(db, orgId, Number(head.seq));
  yield line({ type: 'end', ...counts });
}
