import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What the figures were taken on: they mean nothing without it. */
export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  /** Over the last 1, 5 and 15 minutes, before anything was started: above 0.5 something else was at work. */
  readonly loadBefore: readonly number[];
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    model: processors[0]?.model.trim() ?? 'unknown',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}
