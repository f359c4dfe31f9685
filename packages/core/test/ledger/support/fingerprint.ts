import type { LedgerState } from '../../../src/ledger/index.ts';

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function textOfMap(map: ReadonlyMap<string, unknown>): string {
  return textOf([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything in the state, as text: two states hold the same iff this is the same. */
export function fingerprint(state: LedgerState): string {
  const { counters, reservations, runs, registry, creations, reported, credited, lots, wallet, seq, timeMs } = state;
  const maps = [
    counters,
    reservations,
    runs,
    registry,
    creations.counts,
    reported,
    credited,
    lots.closed,
    lots.purchases,
  ].map(textOfMap);
  return [
    ...maps,
    textOf([wallet, seq, timeMs, creations.day, lots.inOrder, lots.nextExpiryMs, [...lots.draws.values()].flat()]),
  ].join('\n');
}
