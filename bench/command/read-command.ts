import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { BadOption, type Flags, text, textOf, type Values } from './values.ts';

export type Command =
  | { readonly kind: 'help' }
  /** Prints a result that was kept as Markdown, and measures nothing. */
  | { readonly kind: 'markdown'; readonly benchmark: Benchmark; readonly file: string }
  | { readonly kind: 'run'; readonly benchmark: Benchmark; readonly values: Values; readonly json: string | null }
  | { readonly kind: 'all'; readonly values: Values };

const names = benchmarks.map(({ name }) => name);

export const usage = `npm run bench -- [${[...names, 'all'].join(' | ')}] [options]

  --quick                     short, where nothing else is said
  --json FILE                 where the result goes (bench/results/<benchmark>-<time>.json)
  --markdown FILE             prints the tables of an earlier result, and measures nothing

  all                         each of them in turn, as it is; takes only --quick

${benchmarks.map(({ usage: own }) => own).join('\n')}`;

const ownFlags: Flags = { json: text, markdown: text, help: { type: 'boolean', short: 'h' } };
const allFlags: Flags = benchmarks.reduce((all, { flags }) => ({ ...all, ...flags }), ownFlags);

function refuseForeign(whose: string, flags: Flags, values: Values): void {
  const stray = Object.keys(values).find((name) => values[name] !== undefined && !Object.hasOwn(flags, name));
  if (stray !== undefined) throw new BadOption(`--${stray} is no option of ${whose}`);
}

/** Raises `BadOption`, or what `parseArgs` raises. The ledger is what is measured where nothing is named. */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: allFlags });
  const given = values as Values;
  if (given['help'] === true) return { kind: 'help' };
  const [name = 'ledger', ...more] = positionals;
  if (name === 'all' && more.length === 0) {
    refuseForeign('all benchmarks', { quick: { type: 'boolean' } }, given);
    return { kind: 'all', values: given };
  }
  const benchmark = benchmarks.find((one) => one.name === name);
  if (benchmark === undefined || more.length > 0)
    throw new BadOption(`the benchmarks are ${names.join(', ')}, and not "${positionals.join(' ')}"`);
  refuseForeign(`the benchmark "${name}"`, { ...benchmark.flags, ...ownFlags }, given);
  const file = textOf(given, 'markdown');
  if (file !== null) return { kind: 'markdown', benchmark, file };
  return { kind: 'run', benchmark, values: given, json: textOf(given, 'json') };
}
