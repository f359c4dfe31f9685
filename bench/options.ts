import { parseArgs } from 'node:util';
import type { Mode } from './ledger/mode.ts';

export interface BenchOptions {
  /** What the shipped server, which is always measured, is compared with. */
  readonly against: readonly Mode['kind'][];
  readonly clients: readonly number[];
  readonly pools: readonly number[];
  readonly seconds: number;
  readonly repetitions: number;
  /** Where the result is written; null for a file named after the time. */
  readonly json: string | null;
  /** A result to print as Markdown, instead of measuring. */
  readonly markdown: string | null;
}

export class BadOption extends Error {}

export const usage = `npm run bench -- [ledger] [options]

  --against unbatched,naive   what the shipped server is compared with, or none
  --clients 1,32,64,256       how many callers at once
  --pools 1,4,16,64           connections that the naive mode is tried with
  --seconds 5                 the length of each repetition
  --repetitions 3
  --json FILE                 where the result goes (bench/results/ledger-<time>.json)
  --markdown FILE             prints the tables of an earlier result, and measures nothing
`;

function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new BadOption(`--${name} takes numbers from 1 to 9999, not "${text}"`);
  return Number(text);
}

function counts(name: string, text: string): number[] {
  return text.split(',').map((part) => count(name, part.trim()));
}

function modes(text: string): Mode['kind'][] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    if (part !== 'unbatched' && part !== 'naive')
      throw new BadOption(`--against takes unbatched, naive or none, not "${part}"`);
    return part;
  });
}

/** Raises `BadOption`, or what `parseArgs` raises. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      against: { type: 'string', default: 'unbatched,naive' },
      clients: { type: 'string', default: '1,32,64,256' },
      pools: { type: 'string', default: '1,4,16,64' },
      seconds: { type: 'string', default: '5' },
      repetitions: { type: 'string', default: '3' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const [bench = 'ledger', ...more] = positionals;
  if (bench !== 'ledger' || more.length > 0)
    throw new BadOption(`there is one benchmark, "ledger", and not "${positionals.join(' ')}"`);
  return {
    against: modes(values.against),
    clients: counts('clients', values.clients),
    pools: counts('pools', values.pools),
    seconds: count('seconds', values.seconds),
    repetitions: count('repetitions', values.repetitions),
    json: values.json ?? null,
    markdown: values.markdown ?? null,
  };
}
