import { gatewayBenchmark } from '../gateway/benchmark.ts';
import { ledgerBenchmark } from '../ledger/benchmark.ts';
import { loadBenchmark } from '../load/benchmark.ts';
import { reportsBenchmark } from '../reports/benchmark.ts';
import type { Benchmark } from './benchmark.ts';

/** All benchmarks, in the order in which `all` runs them. */
export const benchmarks: readonly Benchmark[] = [ledgerBenchmark, gatewayBenchmark, reportsBenchmark, loadBenchmark];
