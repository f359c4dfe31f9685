import { formatCount } from '../../packages/cli/src/terminal/figures.ts';
import { describeSystem } from '../report/machine-lines.ts';
import { median } from '../report/statistics.ts';
import { figures, rangeOf, type Report, type Table, usdOf, whole } from '../report/table.ts';
import type { CallTimes } from './load-figures.ts';
import { modeName, type Mode } from './mode.ts';
import { rateOf } from './compare.ts';
import type { BenchResult, Cell, Repetition } from './result.ts';

function rateCells(cell: Cell): [string, string] {
  const rates = cell.repetitions.map((one) => one.lifecyclesPerSecond);
  return [whole(median(rates)), rangeOf(rates)];
}

function timeCells(cell: Cell, pick: (one: Repetition) => CallTimes): string[] {
  return (['p50Ms', 'p99Ms'] as const).map((share) =>
    median(cell.repetitions.map((one) => pick(one)[share])).toFixed(1),
  );
}

/** Calls that were not answered as this load must be: there is room for all of it. */
export function mishaps(cell: Cell): number {
  return cell.repetitions.reduce((sum, one) => sum + one.failed + one.refused + one.refusedInFlight, 0);
}

function throughputRow(cell: Cell): string[] {
  return [
    modeName(cell.mode),
    String(cell.clients),
    ...rateCells(cell),
    ...timeCells(cell, (one) => one.reserve),
    ...timeCells(cell, (one) => one.settle),
    String(mishaps(cell)),
    usdOf(cell.audit.overshootNanoUsd),
    String(cell.audit.differences),
  ];
}

function throughputTable({ cells }: BenchResult): Table {
  const titles = ['clients', 'lifecycles/s', 'min–max', 'reserve p50', 'p99', 'settle p50', 'p99'];
  return {
    columns: [{ title: 'mode' }, ...figures(...titles, 'not served', 'overshoot USD', 'differences')],
    rows: cells.map(throughputRow),
  };
}

function ratio(cells: readonly Cell[], kind: Mode['kind'], shipped: Cell): string {
  const other = cells.find((cell) => cell.mode.kind === kind && cell.clients === shipped.clients);
  return other === undefined || rateOf(other) === 0 ? '-' : `${(rateOf(shipped) / rateOf(other)).toFixed(1)}x`;
}

/** How many lifecycles the shipped server carries for each one of the others, at each number of clients. */
function ratioTable({ cells }: BenchResult): Table {
  const others = (['unbatched', 'naive'] as const).filter((kind) => cells.some((cell) => cell.mode.kind === kind));
  const shipped = others.length === 0 ? [] : cells.filter((cell) => cell.mode.kind === 'lane');
  return {
    columns: figures('clients', ...others.map((kind) => `for each one ${kind}`)),
    rows: shipped.map((cell) => [String(cell.clients), ...others.map((kind) => ratio(cells, kind, cell))]),
  };
}

/** Processor time for each lifecycle, by who used it, and how many commands shared a transaction. */
function costTable({ cells }: BenchResult): Table {
  const perLifecycle = (cell: Cell, pick: (one: Repetition) => number): string =>
    median(cell.repetitions.map((one) => pick(one) / Math.max(1, one.lifecycles))).toFixed(2);
  const commandsPerBatch = (cell: Cell): string =>
    cell.mode.kind === 'naive'
      ? '1.0'
      : median(cell.repetitions.map(({ cost }) => cost.commands / Math.max(1, cost.batches))).toFixed(1);
  return {
    columns: [
      { title: 'mode' },
      ...figures('clients', 'commands/transaction', 'server ms', 'database and rest ms', 'load ms'),
    ],
    rows: cells.map((cell) => [
      modeName(cell.mode),
      String(cell.clients),
      commandsPerBatch(cell),
      perLifecycle(cell, ({ cost }) => cost.serverCpuMs),
      perLifecycle(cell, ({ cost }) => cost.otherCpuMs),
      perLifecycle(cell, ({ cost }) => cost.generatorCpuMs),
    ]),
  };
}

/** The pools that the naive mode was tried with: lifecycles a second by number of clients. */
function poolTable({ poolTrials }: BenchResult): Table {
  const clients = [...new Set(poolTrials.map((cell) => cell.clients))].toSorted((a, b) => a - b);
  const modes = [...new Set(poolTrials.map((cell) => modeName(cell.mode)))];
  const rateAt = (mode: string, count: number): string => {
    const cell = poolTrials.find((one) => modeName(one.mode) === mode && one.clients === count);
    return cell === undefined ? '-' : whole(rateOf(cell));
  };
  return {
    columns: [{ title: 'lifecycles/s at clients' }, ...figures(...clients.map(String))],
    rows: modes.map((mode) => [mode, ...clients.map((count) => rateAt(mode, count))]),
  };
}

function cappedTable({ capped }: BenchResult): Table {
  return {
    columns: figures(
      'clients',
      'attempts',
      'settled',
      'refused',
      'in flight',
      'failed',
      'limit USD',
      'spent USD',
      'overshoot USD',
      'differences',
    ),
    rows: [
      [
        String(capped.clients),
        ...[capped.attempts, capped.settled, capped.refused, capped.refusedInFlight, capped.failed].map(formatCount),
        ...[capped.limitNanoUsd, capped.spentNanoUsd, capped.audit.overshootNanoUsd].map(usdOf),
        String(capped.audit.differences),
      ],
    ],
  };
}

function foot({ machine, database, seconds, cells, takenAt }: BenchResult): string[] {
  const repetitions = cells[0]?.repetitions.length ?? 0;
  return [
    ...describeSystem(machine, database),
    `server, database and load generator on this machine; medians of ${repetitions} x ${seconds} s; times in ms; ${takenAt}`,
  ];
}

export function reportLedger(result: BenchResult): Report {
  return {
    sections: [
      { title: 'Reserve and settle over HTTP, one hot org', table: throughputTable(result) },
      { title: 'Lifecycles of the shipped server for each of the others', table: ratioTable(result) },
      { title: 'Processor time a lifecycle', table: costTable(result) },
      { title: 'The naive mode, by the size of its pool', table: poolTable(result) },
      { title: 'A budget with room for a third of the calls', table: cappedTable(result) },
    ],
    foot: foot(result),
  };
}
