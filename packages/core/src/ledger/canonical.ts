import type { Lot, LotDraw } from './credit/lot.ts';
import type { UsageRecord } from './usage-record.ts';
import type { LedgerEntry } from './wallet.ts';

type Field = string | number | bigint | boolean | null | undefined;

/** Length-prefixed, so that no two different rows have the same text; null is told from the empty string. */
function encode(tag: string, fields: readonly Field[]): string {
  let text = `${tag}${fields.length};`;
  for (const field of fields) {
    if (field === null || field === undefined) {
      text += '-;';
      continue;
    }
    const value = String(field);
    text += `${value.length}:${value};`;
  }
  return text;
}

/**
 * A usage record as the hash chain sees it: every stored field, in a fixed order. A fingerprint stands only where there is
 * one: records that were made before there were any keep their hash.
 */
export function canonicalUsage(u: UsageRecord): string {
  const d = u.dimensions;
  const b = u.buckets;
  return encode('u', [
    u.id,
    u.seq,
    u.type,
    u.reservationId,
    u.correctionOf,
    u.source,
    u.sourceId,
    u.timeMs,
    u.budgetTimeMs,
    u.recordedMs,
    d.agent,
    d.workflow,
    d.connection,
    d.user,
    d.team,
    d.provider,
    d.model,
    u.run,
    b?.inputUncached,
    b?.cacheRead,
    b?.cacheWrite5m,
    b?.cacheWrite1h,
    b?.output,
    b?.reasoning,
    b?.audioInput,
    b?.audioOutput,
    b?.imageInput,
    b?.imageOutput,
    u.tokens,
    u.requests,
    u.tool,
    u.quantity,
    u.serviceTier,
    u.providerRequestId,
    u.costNanoUsd,
    u.priceVersion,
    u.estimated,
    u.late,
    u.overage,
    u.prepaid,
    ...(u.fingerprint === null ? [] : [u.fingerprint]),
  ]);
}

/** A ledger entry as the hash chain sees it. */
export function canonicalEntry(e: LedgerEntry): string {
  return encode('e', [
    e.id,
    e.seq,
    e.kind,
    e.amount,
    e.balanceAfter,
    e.timeMs,
    e.usageRecordId,
    e.reservationId,
    e.reference,
    // Left out where there is none: entries from before there were reasons keep their bytes.
    ...(e.reason === null ? [] : [e.reason]),
  ]);
}

/** A lot as the hash chain sees it: what it was made as. What is left of it follows from its draws. */
export function canonicalLot(l: Lot): string {
  return encode('l', [l.id, l.seq, l.source, l.priority, l.amount, l.expiresMs, l.reference, l.createdMs]);
}

/** A draw as the hash chain sees it. */
export function canonicalDraw(d: LotDraw): string {
  return encode('d', [d.entryId, d.seq, d.lotId, d.amount]);
}
