import { parseArgs } from 'node:util';
import type { Mode } from './ledger/mode.ts';

interface CommonOptions {
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly repetitions: number;
  /** Where the result is written; null for a file named after the time. */
  readonly json: string | null;
  /** A result to print as Markdown, instead of measuring. */
  readonly markdown: string | null;
}

export interface LedgerOptions extends CommonOptions {
  readonly bench: 'ledger';
  /** What the shipped server, which is always measured, is compared with. */
  readonly against: readonly Mode['kind'][];
  readonly pools: readonly number[];
}

export interface GatewayOptions extends CommonOptions {
  readonly bench: 'gateway';
  /** How long the upstream takes to its first byte. */
  readonly upstreamMs: readonly number[];
  /** A directory for a processor profile of the server; null for none. */
  readonly profile: string | null;
}

export interface ReportsOptions {
  readonly bench: 'reports';
  /** How many usage records there are, over how many days. */
  readonly records: number;
  readonly days: number;
  /** How often each report is asked for. */
  readonly calls: number;
  /** A directory whose database is made once and kept; null for one that goes with the run. */
  readonly data: string | null;
  readonly json: string | null;
  readonly markdown: string | null;
}

export type BenchOptions = LedgerOptions | GatewayOptions | ReportsOptions;

export class BadOption extends Error {}

export const usage = `npm run bench -- [ledger | gateway | reports] [options]

  --clients 1,32,64,256       how many callers at once; of the gateway 1,16,64
  --seconds 5                 the length of each repetition
  --repetitions 3
  --quick                     one repetition of 2 seconds, where neither is said
  --json FILE                 where the result goes (bench/results/<benchmark>-<time>.json)
  --markdown FILE             prints the tables of an earlier result, and measures nothing

ledger
  --against unbatched,naive   what the shipped server is compared with, or none
  --pools 1,4,16,64           connections that the naive mode is tried with

gateway
  --upstream-ms 0,50          how long the upstream takes to its first byte
  --profile DIRECTORY         writes a processor profile of the server there; the figures suffer

reports (takes neither clients, nor seconds, nor repetitions)
  --records 10000000          how many usage records are made; 200000 where it is quick
  --days 90                   over how many days
  --calls 40                  how often each report is asked for
  --data DIRECTORY            keeps the database there, and measures the one that is there already
`;

const flags = {
  clients: { type: 'string' },
  seconds: { type: 'string' },
  repetitions: { type: 'string' },
  quick: { type: 'boolean', default: false },
  json: { type: 'string' },
  markdown: { type: 'string' },
  against: { type: 'string' },
  pools: { type: 'string' },
  'upstream-ms': { type: 'string' },
  profile: { type: 'string' },
  records: { type: 'string' },
  days: { type: 'string' },
  calls: { type: 'string' },
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

/** Options that only one of the benchmarks has. */
const ownFlags = {
  ledger: ['against', 'pools'],
  gateway: ['upstream-ms', 'profile'],
  reports: ['records', 'days', 'calls', 'data'],
} as const;

type BenchName = BenchOptions['bench'];
const benches: readonly BenchName[] = ['ledger', 'gateway', 'reports'];
const loadFlags = ['clients', 'seconds', 'repetitions'] as const;

function count(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text) || value < least)
    throw new BadOption(`--${name} takes numbers from ${least} to 9999, not "${text}"`);
  return value;
}

function counts(name: string, text: string, least = 1): number[] {
  return text.split(',').map((part) => count(name, part.trim(), least));
}

function modes(text: string): Mode['kind'][] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    if (part !== 'unbatched' && part !== 'naive')
      throw new BadOption(`--against takes unbatched, naive or none, not "${part}"`);
    return part;
  });
}

function refuseForeign(bench: BenchName, values: Values): void {
  for (const other of benches.filter((name) => name !== bench)) {
    const stray = ownFlags[other].find((name) => values[name] !== undefined);
    if (stray !== undefined) throw new BadOption(`--${stray} is an option of the ${other}'s benchmark`);
  }
  const load = bench === 'reports' ? loadFlags.find((name) => values[name] !== undefined) : undefined;
  if (load !== undefined) throw new BadOption(`--${load} is no option of the benchmark of reports`);
}

function readReports(values: Values): ReportsOptions {
  const records = values.records ?? (values.quick ? '200000' : '10000000');
  if (!/^\d{4,8}$/.test(records))
    throw new BadOption(`--records takes a number from 1000 to 99999999, not "${records}"`);
  return {
    bench: 'reports',
    records: Number(records),
    days: count('days', values.days ?? '90'),
    calls: count('calls', values.calls ?? (values.quick ? '5' : '40')),
    data: values.data ?? null,
    json: values.json ?? null,
    markdown: values.markdown ?? null,
  };
}

function common(values: Values, clients: string): CommonOptions {
  const { quick } = values;
  return {
    clients: counts('clients', values.clients ?? clients),
    seconds: count('seconds', values.seconds ?? (quick ? '2' : '5')),
    repetitions: count('repetitions', values.repetitions ?? (quick ? '1' : '3')),
    json: values.json ?? null,
    markdown: values.markdown ?? null,
  };
}

function isBench(name: string): name is BenchName {
  return (benches as readonly string[]).includes(name);
}

/** Raises `BadOption`, or what `parseArgs` raises. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: flags });
  if (values.help) return 'help';
  const [bench = 'ledger', ...more] = positionals;
  if (!isBench(bench) || more.length > 0)
    throw new BadOption(`there are three benchmarks, ${benches.join(', ')}, and not "${positionals.join(' ')}"`);
  refuseForeign(bench, values);
  if (bench === 'reports') return readReports(values);
  if (bench === 'ledger') {
    const [against, pools] = [values.against ?? 'unbatched,naive', values.pools ?? '1,4,16,64'];
    return { bench, ...common(values, '1,32,64,256'), against: modes(against), pools: counts('pools', pools) };
  }
  const upstreamMs = counts('upstream-ms', values['upstream-ms'] ?? '0,50', 0);
  return { bench, ...common(values, '1,16,64'), upstreamMs, profile: values.profile ?? null };
}
