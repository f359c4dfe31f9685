import { recordId } from '../record-id.ts';
import type { LedgerState } from '../state.ts';
import type { LedgerEntry, Wallet } from '../wallet.ts';
import { defaultPriority, drawsBefore, findLot, type Lot, type LotDraw } from './lot.ts';

/** What a command does to the lots: those that it made, those that it changed, and each draw. */
export interface LotChanges {
  readonly opened: readonly Lot[];
  readonly changed: readonly Lot[];
  readonly draws: readonly LotDraw[];
}

export interface WalletChange {
  readonly balance: bigint;
  readonly reserved: bigint;
  readonly mode?: Wallet['mode'];
  readonly purchased?: true;
  readonly frozen?: boolean;
}

type EntryDraft = Pick<LedgerEntry, 'kind' | 'amount'> &
  Partial<Pick<LedgerEntry, 'id' | 'usageRecordId' | 'reservationId' | 'reference' | 'reason'>>;

interface Placing {
  /** The lot to take from before all others. */
  readonly first?: Lot | undefined;
  /** What a credit is made into. */
  readonly into?: Pick<Lot, 'source' | 'priority' | 'expiresMs'>;
  /** The draws that a credit takes back. */
  readonly backTo?: readonly LotDraw[] | undefined;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/**
 * The entries of one command, and what each does to the lots. At every moment the lots add up to the balance, or to
 * nothing where it is below zero: what no lot covers is debt, and the next credit pays debt first.
 */
export class Posting {
  readonly #state: Pick<LedgerState, 'wallet' | 'lots' | 'timeMs' | 'seq'>;
  readonly entries: LedgerEntry[] = [];
  readonly #opened: string[] = [];
  readonly #after = new Map<string, Lot>();
  readonly #draws: LotDraw[] = [];
  #balance: bigint;

  constructor(state: Pick<LedgerState, 'wallet' | 'lots' | 'timeMs' | 'seq'>) {
    this.#state = state;
    this.#balance = state.wallet.balance;
  }

  get balance(): bigint {
    return this.#balance;
  }

  post(draft: EntryDraft, placing: Placing = {}): LedgerEntry {
    const { timeMs, seq } = this.#state;
    const before = this.#balance;
    this.#balance += draft.amount;
    const entry: LedgerEntry = {
      id: recordId(timeMs, seq + 1, this.entries.length),
      usageRecordId: null,
      reservationId: null,
      reference: null,
      reason: null,
      ...draft,
      seq: seq + 1,
      balanceAfter: this.#balance,
      timeMs,
    };
    this.entries.push(entry);
    const moved = most(this.#balance, 0n) - most(before, 0n);
    const draws = new Map<string, bigint>();
    if (draft.amount < 0n) this.#take(draws, -moved, placing.first);
    else if (placing.into === undefined) this.#giveBack(draws, entry, moved, placing.backTo ?? []);
    else this.#open(draws, entry, placing.into, draft.amount, draft.amount - moved);
    this.#note(entry, draws);
    return entry;
  }

  #note({ id: entryId, seq }: LedgerEntry, draws: ReadonlyMap<string, bigint>): void {
    const byLot = [...draws].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [lotId, amount] of byLot) this.#draws.push({ entryId, seq, lotId, amount });
  }

  #now(lot: Lot): Lot {
    return this.#after.get(lot.id) ?? lot;
  }

  #draw(draws: Map<string, bigint>, lot: Lot, amount: bigint): void {
    if (amount === 0n) return;
    this.#after.set(lot.id, { ...lot, remaining: lot.remaining - amount });
    draws.set(lot.id, (draws.get(lot.id) ?? 0n) + amount);
  }

  #take(draws: Map<string, bigint>, amount: bigint, first: Lot | undefined): void {
    let left = amount;
    const take = (before: Lot): void => {
      const lot = this.#now(before);
      const taken = least(lot.remaining, left);
      this.#draw(draws, lot, taken);
      left -= taken;
    };
    if (first !== undefined) take(first);
    for (const lot of this.#state.lots.inOrder) {
      if (left === 0n) return;
      take(lot);
    }
  }

  #open(
    draws: Map<string, bigint>,
    { id, seq, reference }: LedgerEntry,
    into: Pick<Lot, 'source' | 'priority' | 'expiresMs'>,
    amount: bigint,
    owed: bigint,
  ): void {
    if (amount === 0n) return;
    const { timeMs: createdMs } = this.#state;
    const lot: Lot = { ...into, id, seq, amount, remaining: amount, reference, createdMs };
    this.#opened.push(id);
    this.#after.set(id, lot);
    this.#draw(draws, lot, owed);
  }

  /**
   * Credit goes back to the lots that it was drawn from, the one that was drawn last first, and never more than was
   * drawn from each. Where a lot's time is over, what comes back to it expires in its turn. What has no lot to go back
   * to, since the charge was debt that other credit has paid meanwhile, becomes a lot of its own.
   */
  #giveBack(draws: Map<string, bigint>, entry: LedgerEntry, amount: bigint, drawn: readonly LotDraw[]): void {
    let left = amount;
    const lots = drawn.flatMap((draw) => {
      const lot = findLot(this.#state.lots, draw.lotId);
      return lot === undefined ? [] : [{ lot, most: draw.amount }];
    });
    for (const one of lots.toSorted((a, b) => (drawsBefore(a.lot, b.lot) ? 1 : -1))) {
      const given = least(one.most, left);
      this.#draw(draws, this.#now(one.lot), -given);
      left -= given;
    }
    const { adjustment: priority } = defaultPriority;
    this.#open(draws, entry, { source: 'adjustment', priority, expiresMs: null }, left, 0n);
  }

  /** What the entries come to; nothing where there are none. */
  lotChanges(): { lots?: LotChanges } {
    if (this.#after.size === 0) return {};
    const opened = new Set(this.#opened);
    const after = [...this.#after.values()];
    return {
      lots: {
        opened: after.filter((lot) => opened.has(lot.id)),
        changed: after.filter((lot) => !opened.has(lot.id)),
        draws: this.#draws,
      },
    };
  }

  /** The wallet's change, with what else changes of it. A debt that is paid freezes nothing any longer. */
  walletChange(other: Partial<Omit<WalletChange, 'balance'>> = {}): { wallet?: WalletChange } {
    const { wallet } = this.#state;
    const balance = this.#balance - wallet.balance;
    const thaws = wallet.frozen && this.#balance >= 0n;
    const { reserved = 0n, ...rest } = other;
    if (balance === 0n && reserved === 0n && Object.keys(rest).length === 0) return {};
    return { wallet: { balance, reserved, ...(thaws ? { frozen: false } : {}), ...rest } };
  }
}
