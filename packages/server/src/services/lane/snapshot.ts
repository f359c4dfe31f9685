import {
  type Counter,
  counterKey,
  createOverrideSet,
  creationDay,
  defaultCreationCaps,
  drawsBefore,
  earliestExpiry,
  isRetired,
  type LedgerState,
  type Leg,
  type Lot,
  type Lots,
  noLots,
  type PriceBook,
} from '@cofferdam/core';
import type pg from 'pg';
import { loadConfig, type StoredConfig } from '../../store/config/load-config.ts';
import { walletOf, type LaneRow } from '../../store/lane/lane-row.ts';
import { loadOpenLots } from '../../store/lane/load-lots.ts';
import { ceilingOf, overrideOf } from '../price-book/stored-prices.ts';
import { pricingOf } from '../price-book/pricing.ts';

/**
 * What a node remembers of an org between its batches. It is not a second copy of the truth: it is used only under the
 * lane's lock and only where the locked row shows the seq and the config version that it was left at, so that nothing
 * can have changed since. Any failure throws it away.
 */
export interface Snapshot {
  readonly state: LedgerState;
  readonly configVersion: bigint;
  /** Reservations whose counters are all in the state: a settle of one needs no look for them. */
  readonly counted: Set<string>;
  /** Reservations that the batch at hand read or acts on. */
  readonly touched: Set<string>;
  /** Counters of minutes and hours that stand in the state at zero and have no row: they are gone once retired. */
  readonly absent: Map<string, Leg>;
  /** Keys of alerts that this node knows to be raised: they need not be tried again. */
  readonly alerted: Set<string>;
  /** Whether the state's creations are those of its day. */
  creationsLoaded: boolean;
}

/** Beyond these a snapshot is dropped and read anew: memory is bounded, whatever callers name. */
const maxRemembered = {
  counters: 100_000,
  runs: 50_000,
  registry: 100_000,
  reservations: 100_000,
  lots: 100_000,
  alerts: 10_000,
} as const;

function lotsOf(open: readonly Lot[]): Lots {
  const inOrder = open.toSorted((a, b) => (drawsBefore(a, b) ? -1 : 1));
  return { ...noLots(), inOrder, nextExpiryMs: earliestExpiry(inOrder) };
}

function stateOf(config: StoredConfig, openLots: readonly Lot[], book: PriceBook): LedgerState {
  const overrides = createOverrideSet(config.overrides.map(overrideOf));
  return {
    timeMs: 0,
    seq: 0,
    budgets: config.budgets,
    caps: defaultCreationCaps,
    pricing: pricingOf({ book, overrides, ceiling: config.ceiling === null ? null : ceilingOf(config.ceiling) }),
    wallet: { mode: 'postpaid', balance: 0n, reserved: 0n, overdraftLimit: 0n, purchased: false, frozen: false },
    lots: lotsOf(openLots),
    counters: new Map(),
    reservations: new Map(),
    runs: new Map(),
    registry: new Map(),
    creations: { day: 0, counts: new Map() },
    reported: new Map(),
    credited: new Map(),
  };
}

/** Whether what is remembered is exactly what is stored. */
function isCurrent(snapshot: Snapshot, lane: LaneRow): boolean {
  return BigInt(snapshot.state.seq) === lane.seq && snapshot.configVersion === lane.config_version;
}

/** What is remembered must not mean more than what is stored: a retired counter without a row is not made again. */
function forgetRetired({ state, absent }: Snapshot): void {
  for (const [key, leg] of absent) {
    if (!isRetired(leg.limit.window, leg.window, state.timeMs)) continue;
    state.counters.delete(key);
    absent.delete(key);
  }
}

/** What nothing is remembered of. A wallet without a balance has no lots with anything left. */
async function readState(client: pg.Client, orgId: string, lane: LaneRow, book: PriceBook): Promise<LedgerState> {
  const [config, openLots] = await Promise.all([
    loadConfig(client, orgId),
    lane.wallet_balance > 0n ? loadOpenLots(client, orgId) : [],
  ]);
  return stateOf(config, openLots, book);
}

/** The org's state at the start of a batch, under the lane's lock, at the batch's time. */
export async function openSnapshot(
  client: pg.Client,
  { orgId, book }: { readonly orgId: string; readonly book: PriceBook },
  lane: LaneRow,
  remembered: Snapshot | null,
  clockMs: number | null,
): Promise<Snapshot> {
  const isUsable = remembered !== null && isCurrent(remembered, lane);
  const snapshot: Snapshot = isUsable
    ? remembered
    : {
        state: await readState(client, orgId, lane, book),
        configVersion: lane.config_version,
        counted: new Set(),
        touched: new Set(),
        absent: new Map(),
        alerted: new Set(),
        creationsLoaded: false,
      };
  const { state } = snapshot;
  state.seq = Number(lane.seq);
  state.timeMs = Math.max(lane.last_time, clockMs ?? lane.now);
  Object.assign(state.wallet, walletOf(lane));
  if (state.creations.day !== creationDay(state.timeMs)) snapshot.creationsLoaded = false;
  forgetRetired(snapshot);
  return snapshot;
}

/** After a batch: forgets what is cheaper to read again than to remember; null where it has grown too large. */
export function keepSnapshot(snapshot: Snapshot, written: readonly Counter[]): Snapshot | null {
  const { state, counted, touched, absent } = snapshot;
  for (const one of written) absent.delete(counterKey(one.budgetId, one.subject, one.windowStartMs));
  for (const id of touched) {
    if (state.reservations.get(id)?.state === 'held') continue;
    state.reservations.delete(id);
    counted.delete(id);
  }
  if (snapshot.alerted.size > maxRemembered.alerts) snapshot.alerted.clear();
  touched.clear();
  state.reported.clear();
  state.credited.clear();
  state.lots.closed.clear();
  state.lots.draws.clear();
  state.lots.purchases.clear();
  const isSmall =
    state.counters.size < maxRemembered.counters &&
    state.runs.size < maxRemembered.runs &&
    state.registry.size < maxRemembered.registry &&
    state.reservations.size < maxRemembered.reservations &&
    state.lots.inOrder.length < maxRemembered.lots;
  return isSmall ? snapshot : null;
}
