import { benchmark } from '../command/benchmark.ts';
import { readReportsOptions, reportsFlags, reportsUsage } from './options.ts';
import { runReportsBench } from './run.ts';
import { findReportFaults, reportReports } from './tables.ts';

/** How quick reports are over a long past, and whether they are right. */
export const reportsBenchmark = benchmark({
  name: 'reports',
  flags: reportsFlags,
  usage: reportsUsage,
  read: readReportsOptions,
  run: runReportsBench,
  report: reportReports,
  faults: findReportFaults,
});
