import { parseArgs } from 'node:util';

export interface SimulationCommand {
  readonly firstSeed: number;
  /** How many seeds, one after the other. */
  readonly seeds: number;
  /** No seed begins after so long; null for no bound. */
  readonly minutes: number | null;
  /** Whether each round is told of before it is played. */
  readonly trace: boolean;
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number, at least ${least}, not ${text}`);
}

/** Raises what is wrong with the arguments. */
export function readOptions(args: readonly string[]): SimulationCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      minutes: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const minutes = values.minutes === undefined ? null : whole('minutes', values.minutes, 1);
  const most = minutes === null ? 1 : Number.MAX_SAFE_INTEGER;
  const seeds = values.seeds === undefined ? most : whole('seeds', values.seeds, 1);
  return { firstSeed: whole('seed', values.seed, 0), seeds, minutes, trace: values.trace };
}
