export type LotSource = 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';

/**
 * Lower is drawn first: what was given away before what was paid for, what was promised for a while before the rest.
 * What takes the place of paid credit is drawn with it.
 */
export const defaultPriority: { readonly [source in LotSource]: number } = {
  promotion: 10,
  grant: 50,
  purchase: 100,
  reinstatement: 100,
  adjustment: 100,
};

export const maxPriority = 1_000;

/** A piece of a wallet's credit. Nothing of it changes but what is left. */
export interface Lot {
  /** That of the ledger entry that brought it. */
  readonly id: string;
  readonly seq: number;
  readonly source: LotSource;
  readonly priority: number;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly expiresMs: number | null;
  readonly reference: string | null;
  readonly createdMs: number;
}

/** What an entry took from a lot; negative where it gave back. Append-only. */
export interface LotDraw {
  readonly entryId: string;
  readonly seq: number;
  readonly lotId: string;
  readonly amount: bigint;
}

/** The lots of a wallet, as far as commands need them. */
export interface Lots {
  /** Every lot with anything left, in the order in which they are drawn. */
  readonly inOrder: Lot[];
  /** The earliest expiry of a lot with anything left. */
  nextExpiryMs: number | null;
  /** Lots with nothing left that the commands at hand name. */
  readonly closed: Map<string, Lot>;
  /** Draws that the commands at hand may give back, by entry. */
  readonly draws: Map<string, readonly LotDraw[]>;
  /** The lots of purchases that the commands at hand name, by the purchase's reference. */
  readonly purchases: Map<string, string>;
}

export function noLots(): Lots {
  return { inOrder: [], nextExpiryMs: null, closed: new Map(), draws: new Map(), purchases: new Map() };
}

type Rank = Pick<Lot, 'priority' | 'expiresMs' | 'id'>;

/** The order in which lots are drawn: by priority, then the earliest expiry, then the oldest. */
export function drawsBefore(a: Rank, b: Rank): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority;
  const [aExpires, bExpires] = [a.expiresMs ?? Infinity, b.expiresMs ?? Infinity];
  return aExpires === bExpires ? a.id < b.id : aExpires < bExpires;
}

/** Where a lot stands in the order, or would stand. */
function indexOf(inOrder: readonly Lot[], lot: Rank): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (drawsBefore(inOrder[middle]!, lot)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lot as it stands, whether or not anything is left of it. */
export function findLot({ inOrder, closed }: Lots, id: string): Lot | undefined {
  return closed.get(id) ?? inOrder.find((lot) => lot.id === id);
}

/** Whether a lot's time is over. */
export function isExpired({ expiresMs }: Pick<Lot, 'expiresMs'>, timeMs: number): boolean {
  return expiresMs !== null && expiresMs <= timeMs;
}

export function earliestExpiry(inOrder: readonly Lot[]): number | null {
  let earliest: number | null = null;
  for (const { expiresMs } of inOrder) {
    if (expiresMs !== null && (earliest === null || expiresMs < earliest)) earliest = expiresMs;
  }
  return earliest;
}

/** Puts a lot where it belongs: among those with anything left, or among those without. */
export function putLot(lots: Lots, lot: Lot): void {
  const { inOrder, closed } = lots;
  const index = indexOf(inOrder, lot);
  const isThere = inOrder[index]?.id === lot.id;
  if (lot.remaining > 0n) {
    inOrder.splice(index, isThere ? 1 : 0, lot);
    closed.delete(lot.id);
    const { expiresMs } = lot;
    if (expiresMs !== null && expiresMs < (lots.nextExpiryMs ?? Infinity)) lots.nextExpiryMs = expiresMs;
    return;
  }
  if (isThere) inOrder.splice(index, 1);
  closed.set(lot.id, lot);
  if (lot.expiresMs !== null && lot.expiresMs === lots.nextExpiryMs) lots.nextExpiryMs = earliestExpiry(inOrder);
}
