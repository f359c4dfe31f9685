import { UsageError } from '../exit.ts';

/** How many times faster than the timestamps; `max` is as fast as the server answers. */
export type Speed = number | 'max';

/** Throws a UsageError. */
export function parseSpeed(text: string): Speed {
  if (text === 'max') return 'max';
  const speed = /^\d{1,7}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (speed <= 0) throw new UsageError(`--speed takes a number above 0, or max, not "${text}"`);
  return speed;
}

/**
 * When each row is due, milliseconds after the start. A time that lies before an earlier row's, or is not known, is due
 * with that earlier row, since rows are begun in the order of the file.
 */
export function scheduleRows(timesMs: readonly (number | undefined)[], speed: number): number[] {
  const firstMs = timesMs.find((timeMs) => timeMs !== undefined) ?? 0;
  let latestMs = firstMs;
  return timesMs.map((timeMs) => {
    latestMs = Math.max(latestMs, timeMs ?? latestMs);
    return (latestMs - firstMs) / speed;
  });
}
