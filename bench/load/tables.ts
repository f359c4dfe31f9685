import { describeSystem } from '../report/machine-lines.ts';
import { figures, type Report, usdOf, whole } from '../report/table.ts';
import type { LoadBenchResult, Row } from './result.ts';

function cells({ name, lifecyclesPerSecond, reserveP50Ms, reserveP99Ms, refusedPerSecond, failed }: Row): string[] {
  const times = [reserveP50Ms, reserveP99Ms].map((ms) => ms.toFixed(1));
  return [name, whole(lifecyclesPerSecond), ...times, whole(refusedPerSecond), String(failed)];
}

export function reportLoad({ machine, database, options, rows, underStorm, audit }: LoadBenchResult): Report {
  const titles = figures('lifecycles/s', 'reserve p50 ms', 'p99 ms', 'refused/s', 'failed');
  return {
    sections: [
      {
        title: `reserve and settle, ${options.clients} clients, ${options.seconds} s each`,
        table: { columns: [{ title: 'while there are' }, ...titles], rows: rows.map(cells) },
      },
    ],
    foot: [
      `beside refused calls ${Math.round(underStorm * 100)} % of the throughput without them (median of ${options.repetitions})`,
      `past any hard limit: ${usdOf(audit.overshootNanoUsd)} USD; differences that verify found: ${audit.differences}`,
      ...describeSystem(machine, database),
    ],
  };
}
