/**
 * The least id that an entry of a time can have: ids of entries are UUIDv7 of the lane's time, so that a period of time
 * is a range of ids, and of partitions.
 */
export function leastEntryId(timeMs: number): string {
  const time = Math.max(0, timeMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
