import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then random bits. Randomness is drawn for
 * many ids at once, since ids are made for every call.
 */
export function newId(timeMs: number = Date.now()): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 10);
  used += 10;
  const time = timeMs.toString(16).padStart(12, '0');
  const hex = random.toString('hex');
  const variant = ((random[2]! & 0x3f) | 0x80).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(6, 8)}-${hex.slice(8)}`;
}

function timeOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

/**
 * An id that orders after another, where the order is the meaning: neither two in one millisecond nor a node whose
 * clock is behind may turn it around.
 */
export function idAfter(previous: string | null, timeMs: number = Date.now()): string {
  return newId(previous === null ? timeMs : Math.max(timeMs, timeOf(previous) + 1));
}
