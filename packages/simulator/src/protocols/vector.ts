import { figureAt, hashOf } from '../generation/random.ts';

/** A vector of length one that depends on the text alone. */
export function writeVector(text: string, dimensions: number): number[] {
  const seed = hashOf(text);
  const raw = Array.from({ length: dimensions }, (_, at) => figureAt(seed, at) / 0x8000_0000 - 1);
  const length = Math.hypot(...raw);
  return raw.map((figure) => figure / length);
}
