import { newId } from '../ids.ts';

function timeOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

/**
 * An id that orders after another. Of two prices from the same instant on the later id counts, and neither two in one
 * millisecond nor a node whose clock is behind may turn that around.
 */
export function nextId(previous: string | null): string {
  return newId(previous === null ? Date.now() : Math.max(Date.now(), timeOf(previous) + 1));
}
