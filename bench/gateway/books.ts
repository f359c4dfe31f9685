import { readOvershoot } from '../ledger/audit.ts';
import { queryRow } from '../ledger/database.ts';
import type { Truth } from './simulator-process.ts';

/** What the ledger has of an agent, by the sums of its rows. */
export interface Books {
  readonly calls: number;
  readonly spentNanoUsd: bigint;
  readonly openReservations: number;
  readonly estimated: number;
}

/** A load as the ledger and the upstream counted it: both must be the same, to the nano-USD. */
export interface Honesty {
  readonly ledgerCalls: number;
  readonly ledgerNanoUsd: string;
  readonly upstreamCalls: number;
  readonly upstreamNanoUsd: string;
  /** Answers that the upstream could not send whole, and calls that were charged by an estimate. */
  readonly broken: number;
  readonly estimated: number;
  /** After the load: whatever is still held then was leaked. */
  readonly openReservations: number;
  readonly overshootNanoUsd: string;
}

export async function readBooks(dataDir: string, agent: string): Promise<Books> {
  const { calls, spent, estimated, open } = await queryRow<Record<'calls' | 'spent' | 'estimated' | 'open', string>>(
    dataDir,
    `SELECT count(*)::text AS calls, coalesce(sum(cost_nano_usd), 0)::text AS spent,
            count(*) FILTER (WHERE estimated)::text AS estimated,
            (SELECT count(*)::text FROM reservations WHERE state = 'held') AS open
       FROM usage_records WHERE agent = '${agent}'`,
  );
  return {
    calls: Number(calls),
    spentNanoUsd: BigInt(spent),
    estimated: Number(estimated),
    openReservations: Number(open),
  };
}

/** What the books gained during a load, beside what the upstream says of it. */
export async function compareBooks(dataDir: string, before: Books, after: Books, truth: Truth): Promise<Honesty> {
  return {
    ledgerCalls: after.calls - before.calls,
    ledgerNanoUsd: String(after.spentNanoUsd - before.spentNanoUsd),
    upstreamCalls: truth.requests,
    upstreamNanoUsd: String(truth.costNanoUsd),
    broken: truth.broken,
    estimated: after.estimated - before.estimated,
    openReservations: after.openReservations,
    overshootNanoUsd: (await readOvershoot(dataDir)).overshootNanoUsd,
  };
}
