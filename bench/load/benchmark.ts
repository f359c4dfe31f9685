import { benchmark } from '../command/benchmark.ts';
import { loadFlags, loadUsage, readLoadOptions } from './options.ts';
import { findLoadFaults } from './result.ts';
import { measureLoad } from './run.ts';
import { reportLoad } from './tables.ts';

/** What the ledger carries while there is much of something else. */
export const loadBenchmark = benchmark({
  name: 'load',
  flags: loadFlags,
  usage: loadUsage,
  read: readLoadOptions,
  run: measureLoad,
  report: reportLoad,
  faults: findLoadFaults,
});
