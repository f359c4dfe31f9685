/** The next draw, from 0 (included) to 1 (excluded). */
export type Random = () => number;

const golden = 0x9e3779b9;

/**
 * A small generator of pseudo-random numbers (a Weyl sequence through a 32-bit mixer), good enough to shape test data.
 * The same seed gives the same draws on every machine, so a trace can be named by its seed. Not for secrets.
 */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed, golden) ^ Math.trunc(seed / 2 ** 32);
  return () => {
    state = (state + golden) | 0;
    return mix(state) / 2 ** 32;
  };
}

function mix(state: number): number {
  let word = state ^ (state >>> 16);
  word = Math.imul(word, 0x21f0aaad);
  word ^= word >>> 15;
  word = Math.imul(word, 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}
