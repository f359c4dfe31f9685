/** A stream of pseudo-random draws: the same seed gives the same on every machine. */
export interface Draw {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  chance(share: number): boolean;
  oneOf<T>(values: readonly T[]): T;
}

/** Mulberry32, by its published definition: enough to spread tests, and nothing else depends on it. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const between = (min: number, max: number): number => min + Math.floor(share() * (max - min + 1));
  return {
    between,
    chance: (part) => share() < part,
    oneOf: (values) => values[between(0, values.length - 1)]!,
  };
}
