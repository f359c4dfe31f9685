import { benchmark } from '../command/benchmark.ts';
import { compareLedgers } from './compare.ts';
import { findFaults } from './faults.ts';
import { LoadGenerator } from './load-generator.ts';
import { ledgerFlags, ledgerUsage, readLedgerOptions } from './options.ts';
import { reportLedger } from './tables.ts';

/** What the ledger carries over HTTP, beside ledgers that are written as one would first write them. */
export const ledgerBenchmark = benchmark({
  name: 'ledger',
  flags: ledgerFlags,
  usage: ledgerUsage,
  read: readLedgerOptions,
  run: (bench, options) => compareLedgers({ ...bench, generator: new LoadGenerator(bench.cleanup) }, options),
  report: reportLedger,
  faults: findFaults,
});
