import { hash } from 'node:crypto';

/**
 * The id of an alert: a UUIDv7 by its time, and by its key instead of chance. The same alert has the same id however often
 * it is decided, so that a batch that is decided again tells of nothing new.
 */
export function alertId(timeMs: number, dedupeKey: string): string {
  const time = timeMs.toString(16).padStart(12, '0');
  const digest = hash('sha256', dedupeKey, 'hex');
  const variant = ((Number.parseInt(digest.slice(3, 5), 16) & 0x3f) | 0x80).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-${variant}${digest.slice(5, 7)}-${digest.slice(7, 19)}`;
}
