import type { TokenBuckets } from '@cofferdam/core';
import { sqlFile } from '../../store/sql-file.ts';

export const statements = { callsOfModel: sqlFile('model-swap/calls-of-model.sql') } as const;

/** In the order of the statement's columns. */
export type CallRow = [
  timeMs: number,
  costNanoUsd: bigint | null,
  serviceTier: string | null,
  requests: number,
  tokens: bigint,
  inputUncached: bigint | null,
  ...buckets: (bigint | null)[],
];

/** What a record used; null where it has a cost and no tokens. */
export function bucketsOfRow(row: CallRow): TokenBuckets | null {
  if (row[5] === null) return null;
  const [inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning, ...media] = row
    .slice(5)
    .map((tokens) => Number(tokens ?? 0)) as [number, number, number, number, number, number, ...number[]];
  const [audioInput = 0, audioOutput = 0, imageInput = 0, imageOutput = 0] = media;
  return {
    inputUncached,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output,
    reasoning,
    audioInput,
    audioOutput,
    imageInput,
    imageOutput,
  };
}
