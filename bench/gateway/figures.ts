import { median } from '../report/statistics.ts';
import type { Cell, GatewayResult, Repetition } from './result.ts';

/** The median of a figure over a cell's repetitions. */
export function medianOf({ repetitions }: Cell, pick: (one: Repetition) => number): number {
  return median(repetitions.map(pick));
}

/** What the gateway adds to a call, in milliseconds: the difference of each repetition's own two figures. */
export function addedMs(cell: Cell, share: 'p50Ms' | 'p99Ms'): number {
  return medianOf(cell, ({ through, direct }) => through.whole[share] - direct.whole[share]);
}

/** The same for the first byte of a body, which is what a reader of a stream waits for. */
export function addedToFirstByteMs(cell: Cell): number {
  return medianOf(cell, ({ through, direct }) => through.firstByte.p50Ms - direct.firstByte.p50Ms);
}

/** What must be reached on two shared cores with the database, the upstream and the load beside it. */
const bars = { clients: 64, callsPerSecond: 800, aimPerSecond: 1_500, addedMs: 6 } as const;

function plainCell({ cells }: GatewayResult, clients: number): Cell | undefined {
  return cells.find(({ shape }) => shape.clients === clients && shape.upstreamMs === 0 && !shape.stream);
}

function verdict(isReached: boolean): string {
  return isReached ? 'passed' : 'MISSED';
}

/** Whether the bars were reached, a line for each; of what was not measured, nothing is said. */
export function judge(result: GatewayResult): string[] {
  const [busy, alone] = [plainCell(result, bars.clients), plainCell(result, 1)];
  const lines: string[] = [];
  if (busy !== undefined) {
    const rate = medianOf(busy, ({ through }) => through.callsPerSecond);
    const [isReached, isAim] = [rate >= bars.callsPerSecond, rate >= bars.aimPerSecond];
    const aim = `the aim of ${bars.aimPerSecond} ${isAim ? 'reached' : 'not yet'}`;
    lines.push(
      `${verdict(isReached)}: ${Math.round(rate)} metered calls/s at ${bars.clients} clients, at least ${bars.callsPerSecond} (${aim})`,
    );
  }
  if (alone !== undefined) {
    const added = addedMs(alone, 'p50Ms');
    lines.push(
      `${verdict(added <= bars.addedMs)}: ${added.toFixed(1)} ms added at the median with one client, at most ${bars.addedMs} ms`,
    );
  }
  return lines;
}
