import type { Command, CreditCommand, PurchaseName } from '../../../src/ledger/index.ts';

interface CoinLot {
  readonly name: string;
  readonly source: string;
  readonly priority: number;
  readonly expiresMs: number;
  readonly amount: number;
  coins: number;
}

interface Held {
  readonly amount: number;
  readonly takesCredit: boolean;
  readonly charges: boolean;
  readonly expiresMs: number;
  state: 'held' | 'settled' | 'released' | 'expired';
  cost: number;
  /** The lot of each coin that an expiry charged, in the order in which they were drawn. */
  drawn: CoinLot[];
}

const priorities: Record<string, number> = { purchase: 100, reinstatement: 100, adjustment: 100 };

/**
 * A wallet as one would keep it with coins in jars: each nano-USD is moved by itself, and the next jar is looked for
 * again for each of them.
 */
export class NaiveWallet {
  nowMs: number;
  mode: 'postpaid' | 'prepaid' | 'overdraft' = 'postpaid';
  overdraft = 0;
  frozen = false;
  debt = 0;
  readonly lots: CoinLot[] = [];
  readonly #held = new Map<string, Held>();
  readonly #done = new Map<string, string>();
  #purchased = false;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  get balance(): number {
    return this.lots.reduce((sum, { coins }) => sum + coins, 0) - this.debt;
  }

  get reserved(): number {
    const open = [...this.#held.values()].filter((one) => one.state === 'held' && one.takesCredit);
    return open.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Jars with coins in them, in the order in which they are drawn. */
  inOrder(): CoinLot[] {
    const full = this.lots.filter(({ coins }) => coins > 0);
    const byAge = (lot: CoinLot): number => this.lots.indexOf(lot);
    return full.toSorted((a, b) => a.priority - b.priority || compare(a.expiresMs, b.expiresMs) || byAge(a) - byAge(b));
  }

  #draw(count: number): CoinLot[] {
    const drawn: CoinLot[] = [];
    for (let coin = 0; coin < count; coin += 1) {
      const [lot] = this.inOrder();
      if (lot === undefined) this.debt += 1;
      else {
        lot.coins -= 1;
        drawn.push(lot);
      }
    }
    return drawn;
  }

  #fill(lot: () => CoinLot, count: number): void {
    for (let coin = 0; coin < count; coin += 1) {
      if (this.debt > 0) this.debt -= 1;
      else lot().coins += 1;
    }
  }

  #newLot(name: string, source: string, amount: number, priority = priorities[source]!, expiresMs = Infinity): CoinLot {
    const lot = { name, source, priority, expiresMs, amount, coins: 0 };
    this.lots.push(lot);
    return lot;
  }

  #expireLots(): void {
    for (;;) {
      const last = this.inOrder().findLast(({ expiresMs }) => expiresMs <= this.nowMs);
      if (last === undefined || this.balance <= this.reserved) return;
      last.coins -= 1;
    }
  }

  #giveBack(one: Held, count: number): void {
    let fresh: CoinLot | undefined;
    this.#fill(() => one.drawn.pop() ?? (fresh ??= this.#newLot('given back', 'adjustment', count)), count);
  }

  carryOut(command: Command): string {
    const verdict = this.#carryOut(command);
    if (this.balance >= 0) this.frozen = false;
    return verdict;
  }

  #carryOut(command: Command): string {
    switch (command.kind) {
      case 'expire-lots':
        this.#expireLots();
        return 'lots-expired';
      case 'reserve':
        return this.#reserve(command.id, Number(command.amountNanoUsd), command.ttlMs, command.onExpiry === 'charge');
      case 'settle':
        return this.#settle(
          command.reservationId,
          command.spending.kind === 'cost' ? Number(command.spending.costNanoUsd) : 0,
        );
      case 'expire':
        return this.#expire(command.reservationId);
      case 'record': {
        const [usage] = command.usage;
        if (this.mode !== 'postpaid' && usage?.spending.kind === 'cost') this.#draw(Number(usage.spending.costNanoUsd));
        return 'recorded';
      }
      case 'release':
      case 'extend':
      case 'create-run':
      case 'finish-run':
        throw new Error(`these stories tell of no ${command.kind}`);
      case 'top-up':
      case 'grant-credit':
      case 'refund-credit':
      case 'claw-back':
      case 'reinstate-credit':
      case 'adjust-credit':
      case 'write-off':
        return this.#once(command);
    }
  }

  #reserve(id: string, amount: number, ttlMs: number, charges: boolean): string {
    const takesCredit = this.mode !== 'postpaid';
    const most = this.balance + (this.mode === 'overdraft' ? this.overdraft : 0);
    if (this.frozen || (takesCredit && amount > most)) return 'insufficient_credit';
    if (takesCredit && amount > most - this.reserved) return 'budget_in_flight';
    this.#held.set(id, {
      amount,
      takesCredit,
      charges,
      expiresMs: this.nowMs + ttlMs,
      state: 'held',
      cost: 0,
      drawn: [],
    });
    return 'reserved';
  }

  #settle(id: string, cost: number): string {
    const one = this.#held.get(id);
    if (one === undefined) return 'not_found';
    if (one.state === 'settled') return one.cost === cost ? 'repeated' : 'already_settled';
    const wasCharged = one.state === 'expired' && one.charges ? one.amount : 0;
    one.state = 'settled';
    one.cost = cost;
    if (!one.takesCredit) return 'settled';
    if (cost >= wasCharged) this.#draw(cost - wasCharged);
    else this.#giveBack(one, wasCharged - cost);
    return 'settled';
  }

  #expire(id: string): string {
    const one = this.#held.get(id);
    if (one === undefined) return 'not_found';
    if (one.state !== 'held' || one.expiresMs > this.nowMs) return 'not-due';
    one.state = 'expired';
    if (one.charges && one.takesCredit) one.drawn = this.#draw(one.amount);
    return 'expired';
  }

  #once(command: CreditCommand): string {
    const name = `${command.kind} ${command.reference}`;
    const hash = this.#done.get(name);
    if (hash !== undefined) return hash === command.hash ? 'repeated' : 'idempotency_mismatch';
    const verdict = this.#move(command);
    if (verdict === 'credit-moved') this.#done.set(name, command.hash);
    return verdict;
  }

  #purchase(name: PurchaseName): CoinLot | undefined {
    const topUp = 'topUp' in name ? name.topUp : '';
    return this.lots.find((lot) => lot.source === 'purchase' && lot.name === topUp);
  }

  #move(command: CreditCommand): string {
    const { reference } = command;
    const amount = Number(command.amountNanoUsd);
    if (command.kind === 'refund-credit') return this.#refund(this.#purchase(command.purchase), amount);
    if (command.kind === 'claw-back') {
      const lot = command.purchase === null ? undefined : this.#purchase(command.purchase);
      if (command.purchase !== null && lot === undefined) return 'not_found';
      const own = Math.min(lot?.coins ?? 0, amount);
      if (lot !== undefined) lot.coins -= own;
      this.#draw(amount - own);
      if (command.cause === 'dispute' && this.debt > 0) this.frozen = true;
      return 'credit-moved';
    }
    if (command.kind === 'write-off') {
      const given = command.amountNanoUsd === null ? this.debt : amount;
      if (this.debt === 0 || given > this.debt) return 'write_off_exceeds_debt';
      this.debt -= given;
      return 'credit-moved';
    }
    if (command.kind === 'adjust-credit' && amount < 0) {
      this.#draw(-amount);
      return 'credit-moved';
    }
    const expiresMs = command.expiresMs ?? Infinity;
    if (command.kind !== 'reinstate-credit' && expiresMs <= this.nowMs) return 'invalid_request';
    const source = {
      'top-up': 'purchase',
      'reinstate-credit': 'reinstatement',
      'adjust-credit': 'adjustment',
      'grant-credit': 'grant',
    }[command.kind];
    const priority = command.kind === 'grant-credit' ? command.priority : priorities[source];
    const lot = this.#newLot(reference, source, amount, priority, expiresMs);
    this.#fill(() => lot, amount);
    if (command.kind === 'top-up' && !this.#purchased) {
      this.#purchased = true;
      if (this.mode === 'postpaid') this.mode = 'prepaid';
    }
    return 'credit-moved';
  }

  #refund(lot: CoinLot | undefined, amount: number): string {
    if (lot === undefined) return 'not_found';
    if (amount > Math.min(lot.coins, Math.max(0, this.balance - this.reserved))) return 'refund_exceeds_unused';
    lot.coins -= amount;
    return 'credit-moved';
  }
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
