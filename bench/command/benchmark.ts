import type { Cleanup } from '../process/cleanup.ts';
import type { Report } from '../report/table.ts';
import type { Flags, Values } from './values.ts';

/** What every benchmark has at hand while it runs. */
export interface Bench {
  readonly cleanup: Cleanup;
  /** Says how far it is, to whoever waits. */
  readonly say: (text: string) => void;
}

/** One of the benchmarks, as it is written. */
export interface Definition<Options, Result extends { readonly takenAt: string }> {
  readonly name: string;
  /** Its options besides `--json`, `--markdown` and `--help`. */
  readonly flags: Flags;
  /** Its part of the help: a line for each of its own options. */
  readonly usage: string;
  /** Raises `BadOption`. */
  readonly read: (values: Values) => Options;
  readonly run: (bench: Bench, options: Options) => Promise<Result>;
  readonly report: (result: Result) => Report;
  /** What makes a result worthless, however fast it was. */
  readonly faults: (result: Result) => string[];
}

export interface Outcome {
  readonly result: { readonly takenAt: string };
  readonly report: Report;
  readonly faults: readonly string[];
}

/** One of the benchmarks, as the command line sees it. */
export interface Benchmark {
  readonly name: string;
  readonly flags: Flags;
  readonly usage: string;
  /** Raises `BadOption` at once, before anything is started. */
  readonly prepare: (values: Values) => (bench: Bench) => Promise<Outcome>;
  /** The report of a result that was kept. */
  readonly reportOf: (kept: unknown) => Report;
}

export function benchmark<Options, Result extends { readonly takenAt: string }>(
  definition: Definition<Options, Result>,
): Benchmark {
  const { name, flags, usage, read, run, report, faults } = definition;
  return {
    name,
    flags,
    usage,
    prepare: (values) => {
      const options = read(values);
      return async (bench) => {
        const result = await run(bench, options);
        return { result, report: report(result), faults: faults(result) };
      };
    },
    reportOf: (kept) => report(kept as Result),
  };
}
