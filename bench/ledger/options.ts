import {
  BadOption,
  counts,
  loadFlags,
  type LoadOptions,
  readLoad,
  text,
  textOf,
  type Values,
} from '../command/values.ts';
import type { Mode } from './mode.ts';

export interface LedgerOptions extends LoadOptions {
  /** What the shipped server, which is always measured, is compared with. */
  readonly against: readonly Mode['kind'][];
  readonly pools: readonly number[];
}

export const ledgerFlags = { ...loadFlags, against: text, pools: text } as const;

export const ledgerUsage = `ledger
  --clients 1,32,64,256       how many callers at once
  --seconds 5                 the length of each repetition; 2 where it is quick
  --repetitions 3             1 where it is quick
  --against unbatched,naive   what the shipped server is compared with, or none
  --pools 1,4,16,64           connections that the naive mode is tried with
`;

function readModes(value: string): Mode['kind'][] {
  if (value === 'none') return [];
  return value.split(',').map((part) => {
    if (part !== 'unbatched' && part !== 'naive')
      throw new BadOption(`--against takes unbatched, naive or none, not "${part}"`);
    return part;
  });
}

export function readLedgerOptions(values: Values): LedgerOptions {
  return {
    ...readLoad(values, '1,32,64,256'),
    against: readModes(textOf(values, 'against') ?? 'unbatched,naive'),
    pools: counts('pools', textOf(values, 'pools') ?? '1,4,16,64'),
  };
}
