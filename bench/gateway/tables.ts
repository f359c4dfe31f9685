import { formatCount } from '../../packages/cli/src/terminal/figures.ts';
import { describeSystem } from '../report/machine-lines.ts';
import { figures, rangeOf, type Report, type Table, usdOf, whole } from '../report/table.ts';
import { unserved } from './faults.ts';
import { addedMs, addedToFirstByteMs, judge, medianOf } from './figures.ts';
import type { Cell, GatewayResult, Repetition } from './result.ts';

const shapeColumns = [{ title: 'answer' }, ...figures('upstream ms', 'clients')];

function shapeCells({ shape: { stream, upstreamMs, clients } }: Cell): string[] {
  return [stream ? 'streamed' : 'whole', String(upstreamMs), String(clients)];
}

function throughputTable({ cells }: GatewayResult): Table {
  const titles = ['calls/s', 'min–max', 'p50', 'p99', 'directly/s', 'p50', 'p99', 'added p50', 'p99', 'to first byte'];
  return {
    columns: [...shapeColumns, ...figures(...titles, 'not served')],
    rows: cells.map((cell) => {
      const ms = (pick: (one: Repetition) => number): string => medianOf(cell, pick).toFixed(1);
      return [
        ...shapeCells(cell),
        whole(medianOf(cell, ({ through }) => through.callsPerSecond)),
        rangeOf(cell.repetitions.map(({ through }) => through.callsPerSecond)),
        ms(({ through }) => through.whole.p50Ms),
        ms(({ through }) => through.whole.p99Ms),
        whole(medianOf(cell, ({ direct }) => direct.callsPerSecond)),
        ms(({ direct }) => direct.whole.p50Ms),
        ms(({ direct }) => direct.whole.p99Ms),
        addedMs(cell, 'p50Ms').toFixed(1),
        addedMs(cell, 'p99Ms').toFixed(1),
        addedToFirstByteMs(cell).toFixed(1),
        String(cell.repetitions.reduce((sum, one) => sum + unserved(one), 0)),
      ];
    }),
  };
}

function sum(cell: Cell, pick: (one: Repetition) => number): string {
  return formatCount(cell.repetitions.reduce((total, one) => total + pick(one), 0));
}

function sumUsd({ repetitions }: Cell, pick: (one: Repetition) => string): string {
  return usdOf(String(repetitions.reduce((total, one) => total + BigInt(pick(one)), 0n)));
}

/** Overshoot is of the whole database: the last round has seen all of them. */
function overshootOf({ repetitions }: Cell): string {
  return usdOf(repetitions.at(-1)?.honesty.overshootNanoUsd ?? '0');
}

function honestyTable({ cells }: GatewayResult): Table {
  const titles = ['calls in the ledger', 'at the upstream', 'USD in the ledger', 'at the upstream'];
  return {
    columns: [...shapeColumns, ...figures(...titles, 'still held', 'overshoot USD')],
    rows: cells.map((cell) => [
      ...shapeCells(cell),
      sum(cell, ({ honesty }) => honesty.ledgerCalls),
      sum(cell, ({ honesty }) => honesty.upstreamCalls),
      sumUsd(cell, ({ honesty }) => honesty.ledgerNanoUsd),
      sumUsd(cell, ({ honesty }) => honesty.upstreamNanoUsd),
      sum(cell, ({ honesty }) => honesty.openReservations),
      overshootOf(cell),
    ]),
  };
}

/** Processor time for each call, by who used it, and how many commands shared a transaction. */
function costTable({ cells }: GatewayResult): Table {
  const titles = ['commands/transaction', 'server ms', 'upstream ms', 'database and rest ms', 'load ms'];
  return {
    columns: [...shapeColumns, ...figures(...titles)],
    rows: cells.map((cell) => {
      const perCall = (pick: (one: Repetition) => number): string =>
        medianOf(cell, (one) => pick(one) / Math.max(1, one.through.answered)).toFixed(2);
      return [
        ...shapeCells(cell),
        medianOf(cell, ({ cost }) => cost.commands / Math.max(1, cost.batches)).toFixed(1),
        perCall(({ cost }) => cost.serverCpuMs),
        perCall(({ cost }) => cost.upstreamCpuMs),
        perCall(({ cost }) => cost.otherCpuMs),
        perCall(({ cost }) => cost.generatorCpuMs),
      ];
    }),
  };
}

function cappedTable({ capped }: GatewayResult): Table {
  const { clients, attempts, figures: found, limitNanoUsd, honesty } = capped;
  const counts = ['attempts', 'answered', 'refused', 'in flight', 'failed', 'reached the upstream'];
  const money = ['limit USD', 'spent USD', 'at the upstream', 'still held', 'overshoot USD'];
  const { answered, refused, refusedInFlight, failed } = found;
  return {
    columns: figures('clients', ...counts, ...money),
    rows: [
      [
        String(clients),
        ...[attempts, answered, refused, refusedInFlight, failed, honesty.upstreamCalls].map(formatCount),
        ...[limitNanoUsd, honesty.ledgerNanoUsd, honesty.upstreamNanoUsd].map(usdOf),
        formatCount(honesty.openReservations),
        usdOf(honesty.overshootNanoUsd),
      ],
    ],
  };
}

function foot(result: GatewayResult): string[] {
  const { machine, database, cells, seconds, loadAfter, takenAt, audit } = result;
  const repetitions = cells[0]?.repetitions.length ?? 0;
  return [
    ...judge(result),
    `in the end: overshoot ${usdOf(audit.overshootNanoUsd)} USD, ${audit.differences} differences`,
    ...describeSystem(machine, database),
    `server, database, upstream and load generator on this machine, load after ${loadAfter}; medians of ${repetitions} x ${seconds} s; times in ms; ${takenAt}`,
  ];
}

export function reportGateway(result: GatewayResult): Report {
  return {
    sections: [
      { title: 'Chat calls through the gateway, and directly to the upstream', table: throughputTable(result) },
      { title: 'What the ledger and the upstream counted', table: honestyTable(result) },
      { title: 'Processor time a call', table: costTable(result) },
      { title: 'A budget with room for a third of the calls', table: cappedTable(result) },
    ],
    foot: foot(result),
  };
}
