import { describeSystem } from '../report/machine-lines.ts';
import { figures, type Report, whole } from '../report/table.ts';
import { type ReportsResult, targetMs } from './result.ts';

/** Figures that are not the same, or calls that failed. How quick a report is does not make a run fail. */
export function findReportFaults({ cells, backtests, comparisons }: ReportsResult): string[] {
  const failed = cells.filter((cell) => cell.failed > 0).map((cell) => `${cell.name}: ${cell.failed} calls failed`);
  const failedReplays = backtests.filter((cell) => cell.failed).map(({ name }) => `backtest, ${name}: it failed`);
  const different = comparisons
    .filter(({ ofRecords, ofReport }) => ofRecords !== ofReport)
    .map(({ name, ofRecords, ofReport }) => `${name}: the records have ${ofRecords}, the report ${ofReport}`);
  return [...failed, ...failedReplays, ...different];
}

function spanName(minutes: string): string {
  return minutes === '15' ? '15 minutes' : `${Number(minutes) / 60} hours`;
}

export function reportReports(result: ReportsResult): Report {
  const { cells, backtests, records, days, rollupRows, followedInSeconds, comparisons, machine, database, loadAfter } =
    result;
  const slow = cells.filter(({ p95Ms }) => p95Ms > targetMs);
  const rows = Object.entries(rollupRows).map(([minutes, count]) => `${whole(count)} of ${spanName(minutes)}`);
  return {
    sections: [
      {
        title: `Reports over ${whole(records)} records of ${days} days, one call after the other`,
        table: {
          columns: [{ title: 'report' }, ...figures('p50 ms', 'p95 ms', 'max ms', 'failed')],
          rows: cells.map(({ name, p50Ms, p95Ms, maxMs, failed }) => [
            name,
            p50Ms.toFixed(1),
            p95Ms.toFixed(1),
            maxMs.toFixed(1),
            String(failed),
          ]),
        },
      },
      {
        title: 'Backtests',
        table: {
          columns: [{ title: 'budgets' }, ...figures('records', 'calls refused', 'seconds')],
          rows: backtests.map(({ name, records: read, refusedCalls, seconds }) => [
            name,
            whole(read),
            whole(refusedCalls),
            seconds.toFixed(1),
          ]),
        },
      },
    ],
    foot: [
      `Rollup rows: ${rows.join(', ')}; the follower read all records in ${followedInSeconds} s`,
      `Totals beside one statement over the records: ${comparisons.filter(({ ofRecords, ofReport }) => ofRecords === ofReport).length} of ${comparisons.length} the same`,
      slow.length === 0
        ? `p95 of each below ${targetMs} ms`
        : `p95 above ${targetMs} ms: ${slow.map(({ name }) => name).join('; ')}`,
      ...describeSystem(machine, database),
      `load after ${loadAfter}`,
    ],
  };
}
