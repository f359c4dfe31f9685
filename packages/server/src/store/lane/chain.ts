import { createHash } from 'node:crypto';
import {
  canonicalDraw,
  canonicalEntry,
  canonicalLot,
  canonicalUsage,
  type LedgerEntry,
  type Lot,
  type LotDraw,
  type UsageRecord,
} from '@cofferdam/core';

/** The head of an org's chain before its first batch. */
export const genesisHash = Buffer.alloc(32);

/** What a batch appended, each kind in the order of ids: draws by their entry's, then their lot's. */
export interface ChainedRows {
  readonly usage: readonly UsageRecord[];
  readonly entries: readonly LedgerEntry[];
  readonly lots: readonly Lot[];
  readonly draws: readonly LotDraw[];
}

/** The hash of a batch: of the hash before it and of its rows, kind after kind. */
export function batchHash(previous: Buffer, { usage, entries, lots, draws }: ChainedRows): Buffer {
  let rows = '';
  for (const record of usage) rows += canonicalUsage(record);
  for (const entry of entries) rows += canonicalEntry(entry);
  for (const lot of lots) rows += canonicalLot(lot);
  for (const draw of draws) rows += canonicalDraw(draw);
  return createHash('sha256').update(previous).update(rows).digest();
}
