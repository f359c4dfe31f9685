import { cpus } from 'node:os';

/** Running totals, whose differences say what a load has cost. */
export interface Readings {
  /** Of the server's process, in milliseconds. */
  readonly serverCpuMs: number;
  /** Of everything on the machine, in milliseconds. */
  readonly busyMs: number;
  readonly batches: number;
  readonly commands: number;
}

/** What a load has cost: processor time by who used it, and how large the batches of the lane were. */
export interface LoadCost {
  readonly serverCpuMs: number;
  readonly generatorCpuMs: number;
  /** The database's processes, the kernel's own work, and whatever else ran. */
  readonly otherCpuMs: number;
  readonly batches: number;
  readonly commands: number;
}

function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function metric(text: string, name: string): number {
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? 0 : Number(value);
}

export async function readUsage(port: number): Promise<Readings> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  return {
    serverCpuMs: metric(text, 'process_cpu_seconds_total') * 1_000,
    busyMs: machineBusyMs(),
    batches: metric(text, 'cofferdam_lane_batch_commands_count'),
    commands: metric(text, 'cofferdam_lane_batch_commands_sum'),
  };
}

export function costBetween(before: Readings, after: Readings, generatorCpuMs: number): LoadCost {
  const serverCpuMs = after.serverCpuMs - before.serverCpuMs;
  return {
    serverCpuMs,
    generatorCpuMs,
    otherCpuMs: Math.max(0, after.busyMs - before.busyMs - serverCpuMs - generatorCpuMs),
    batches: after.batches - before.batches,
    commands: after.commands - before.commands,
  };
}
