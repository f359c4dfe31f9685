import { createHash } from 'node:crypto';

/** A stream of pseudo-random figures; the same seed gives the same stream on every machine. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** A figure from 0 up to, but not including, 1. */
  share(): number;
}

/** Starts the stream of a seed. Everything that is "random" here comes from such a stream. */
export function randomFrom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32BE(0);
  const share = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 0x1_0000_0000;
  };
  return { share, between: (min, max) => min + Math.floor(share() * (max - min + 1)) };
}

/** Spreads the bits of a counter over 32 bits, so that neighbours look unrelated. */
function mix(counter: number): number {
  let value = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return (value ^ (value >>> 15)) >>> 0;
}

/** The figure at one place of a seed's sequence: a word far into a long answer needs none of those before it. */
export function figureAt(seed: number, place: number): number {
  return mix((seed + Math.imul(place, 0x9e3779b9)) >>> 0);
}
