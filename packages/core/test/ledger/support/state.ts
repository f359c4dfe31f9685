import type { Budget } from '../../../src/budgets/index.ts';
import {
  defaultPriority,
  type LedgerState,
  type Lots,
  noLots,
  recordId,
  type Wallet,
} from '../../../src/ledger/index.ts';
import { defaultCreationCaps, type RegistryEntry, registryKey } from '../../../src/registry/index.ts';
import { fixedPricing } from './pricing.ts';

/** A Monday, half a minute into a minute. */
export const startMs = Date.UTC(2026, 10, 23, 12, 0, 30);

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** A hard budget of the org's lifetime USD, unless told otherwise; named after what it is `per`. */
export function budget(given: Partial<Budget> & { readonly limit: bigint }): Budget {
  const per = given.per ?? 'org';
  return {
    id: `budget-${per}`,
    name: `the budget per ${per}`,
    owner: null,
    per,
    match: {},
    window: per === 'run' ? 'run' : 'lifetime',
    timeZone: 'UTC',
    unit: 'usd',
    limitVersion: 1,
    enforcement: 'hard',
    allowFree: false,
    windDownPpm: null,
    thresholdsPpm: [],
    actions: [],
    notify: [],
    countsFromMs: 0,
    createdMs: 0,
    ...given,
  };
}

export function wallet(given: Partial<Wallet> = {}): Wallet {
  return { mode: 'prepaid', balance: 0n, reserved: 0n, overdraftLimit: 0n, purchased: false, frozen: false, ...given };
}

export function agentEntry(id: string, given: Partial<RegistryEntry> = {}): RegistryEntry {
  return {
    kind: 'agent',
    id,
    name: id,
    team: null,
    pausedMs: null,
    pausedUntilMs: null,
    pausedFor: null,
    createdMs: 0,
    ...given,
  };
}

interface Given {
  readonly budgets?: readonly Budget[];
  readonly wallet?: Wallet;
  readonly agents?: readonly RegistryEntry[];
  readonly caps?: Partial<LedgerState['caps']>;
  readonly timeMs?: number;
}

/** One lot of all that a wallet begins with. */
function lotsOf(balance: bigint): Lots {
  const lots = noLots();
  if (balance <= 0n) return lots;
  lots.inOrder.push({
    id: recordId(0, 0, 0),
    seq: 0,
    source: 'purchase',
    priority: defaultPriority.purchase,
    amount: balance,
    remaining: balance,
    expiresMs: null,
    reference: null,
    createdMs: 0,
  });
  return lots;
}

/** An org as it is before its first command: postpaid, without budgets, nothing registered. */
export function freshState(given: Given = {}): LedgerState {
  return {
    timeMs: given.timeMs ?? startMs,
    seq: 0,
    budgets: given.budgets ?? [],
    caps: { ...defaultCreationCaps, ...given.caps },
    pricing: fixedPricing,
    wallet: given.wallet ?? wallet({ mode: 'postpaid' }),
    lots: lotsOf(given.wallet?.balance ?? 0n),
    counters: new Map(),
    reservations: new Map(),
    runs: new Map(),
    registry: new Map((given.agents ?? []).map((entry) => [registryKey(entry.kind, entry.id), entry])),
    creations: { day: 0, counts: new Map() },
    reported: new Map(),
    credited: new Map(),
  };
}
