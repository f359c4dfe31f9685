/** A stream of pseudo-random figures; the same seed gives the same stream on every machine. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** A figure from 0 up to, but not including, 1. */
  share(): number;
}

/** Starts the stream of a seed. Everything that is "random" here comes from such a stream. */
export function randomFrom(seed: string): Random {
  let state = hashOf(seed);
  const share = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 0x1_0000_0000;
  };
  return { share, between: (min, max) => min + Math.floor(share() * (max - min + 1)) };
}

/** 32 bits that depend on the whole text: a cheap hash, since every request asks for several. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash >>> 0);
}

/** So many digits that look like an id, and are the same for the same text. */
export function digitsOf(text: string, digits: number): string {
  const seed = hashOf(text);
  const words = Array.from({ length: Math.ceil(digits / 8) }, (_, at) => figureAt(seed, at + 1));
  return words
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
    .slice(0, digits);
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
