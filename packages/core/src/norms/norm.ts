import { Sketch } from './sketch.ts';

/**
 * What a norm is kept of. Nano-USD for `cost`; tokens for `input` (the whole prompt), `uncached` (what of it was not read
 * from a cache) and `output`; nano-USD per 1,000 tokens for `price`; thousandths for `units` of a tool; nano-USD a minute for
 * `rate`, of runs. The order is the order in which they are stored.
 */
export const normParts = ['cost', 'input', 'uncached', 'output', 'price', 'units', 'rate'] as const;

export type NormPart = (typeof normParts)[number];

/** One charge, or one run, by its parts: what is not known or does not apply is left out. */
export type Measures = { readonly [part in NormPart]?: bigint };

/** The charges since a time. */
export interface Generation {
  readonly sinceMs: number;
  readonly count: number;
  readonly parts: ReadonlyMap<NormPart, Sketch>;
}

/** What is usual: the generation that is growing, and the one before it. */
export interface Norm {
  readonly previous: Generation | null;
  readonly current: Generation;
}

/** When a generation is full, by how much it holds. */
export interface NormSpan {
  readonly count: number;
  readonly durationMs: number;
}

const dayMs = 86_400_000;

/** A norm is of the last 1,000 to 2,000 charges, or of the last 30 to 60 days where there are fewer. */
export const chargeSpan: NormSpan = { count: 1_000, durationMs: 30 * dayMs };

/** Runs are fewer. */
export const runSpan: NormSpan = { count: 200, durationMs: 30 * dayMs };

function emptyGeneration(sinceMs: number): Generation {
  return { sinceMs, count: 0, parts: new Map() };
}

function grown({ sinceMs, count, parts }: Generation, measures: Measures): Generation {
  const known = new Map(parts);
  for (const part of normParts) {
    const amount = measures[part];
    if (amount === undefined) continue;
    const sketch = known.get(part) ?? new Sketch();
    sketch.add(amount);
    known.set(part, sketch);
  }
  return { sinceMs, count: count + 1, parts: known };
}

/** The generation that a charge at a time goes into: a full one becomes the previous one, and the one before is forgotten. */
function turned(norm: Norm | null, timeMs: number, { count, durationMs }: NormSpan): Norm {
  if (norm === null) return { previous: null, current: emptyGeneration(timeMs) };
  const { current } = norm;
  if (current.count < count && timeMs - current.sinceMs < durationMs) return norm;
  return { previous: current, current: emptyGeneration(timeMs) };
}

/**
 * The norm with one more charge, which the given one is used up for. It depends on the charges and their order alone: one
 * by one or in batches, followed or made anew, it comes to the same.
 */
export function learn(norm: Norm | null, measures: Measures, timeMs: number, span: NormSpan): Norm {
  const { previous, current } = turned(norm, timeMs, span);
  return { previous, current: grown(current, measures) };
}

/** The sketches of one part, of both generations. */
export function sketchesOf({ previous, current }: Norm, part: NormPart): readonly Sketch[] {
  return [previous?.parts.get(part), current.parts.get(part)].filter((sketch) => sketch !== undefined);
}

export function countOf({ previous, current }: Norm): number {
  return (previous?.count ?? 0) + current.count;
}

/** Since when charges are remembered. */
export function sinceOf({ previous, current }: Norm): number {
  return previous?.sinceMs ?? current.sinceMs;
}
