import { createHash } from 'node:crypto';
import { canonicalEntry, canonicalUsage, type LedgerEntry, type UsageRecord } from '@cofferdam/core';

/** The head of an org's chain before its first batch. */
export const genesisHash = Buffer.alloc(32);

/** The hash of a batch: of the hash before it and of its rows, usage records first, each kind in the order of ids. */
export function batchHash(previous: Buffer, usage: readonly UsageRecord[], entries: readonly LedgerEntry[]): Buffer {
  let rows = '';
  for (const record of usage) rows += canonicalUsage(record);
  for (const entry of entries) rows += canonicalEntry(entry);
  return createHash('sha256').update(previous).update(rows).digest();
}
