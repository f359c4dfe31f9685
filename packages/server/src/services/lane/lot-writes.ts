import type { Lot, LotChanges, LotDraw } from '@cofferdam/core';
import type { WriteSet } from '../../store/lane/write-set.ts';

/** Gathers what a batch does to lots: each as it is left, and every draw. */
export class LotWrites {
  readonly #new: Lot[] = [];
  readonly #draws: LotDraw[] = [];
  readonly #after = new Map<string, Lot>();
  /** Those that had a row among the open ones when the batch began. */
  readonly #wereOpen = new Set<string>();

  /** Called before the changes are applied; `isOpen` says whether anything is left of a lot until then. */
  note({ opened, changed, draws }: LotChanges, isOpen: (lotId: string) => boolean): void {
    for (const lot of changed) {
      if (!this.#after.has(lot.id) && isOpen(lot.id)) this.#wereOpen.add(lot.id);
      this.#after.set(lot.id, lot);
    }
    for (const lot of opened) this.#after.set(lot.id, lot);
    this.#new.push(...opened);
    this.#draws.push(...draws);
  }

  finish(): Pick<WriteSet, 'newLots' | 'draws' | 'openLots' | 'closedLots'> {
    const after = [...this.#after.values()];
    return {
      newLots: this.#new,
      draws: this.#draws,
      openLots: after.filter((lot) => lot.remaining > 0n),
      closedLots: after.filter((lot) => lot.remaining === 0n && this.#wereOpen.has(lot.id)),
    };
  }
}
