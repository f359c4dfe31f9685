import type pg from 'pg';
import type { Budget, BudgetAction } from '@cofferdam/core';

/** Prices as they are stored: what the org wrote, read again by the core. */
export interface StoredOverride {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly effectiveFromMs: number;
  readonly price: unknown;
}

export interface StoredCeiling {
  readonly id: string;
  readonly price: unknown;
}

/** What an org has configured, as of one config version. */
export interface StoredConfig {
  readonly budgets: readonly Budget[];
  readonly overrides: readonly StoredOverride[];
  readonly ceiling: StoredCeiling | null;
}

/** An action as it is stored. */
interface StoredAction {
  readonly at_ppm: number;
  readonly do: BudgetAction['kind'];
  readonly requests_per_minute: number | null;
}

function actionOfStored({
  at_ppm: atPpm,
  do: kind,
  requests_per_minute: requestsPerMinute,
}: StoredAction): BudgetAction {
  return { atPpm, kind, requestsPerMinute };
}

/** Actions as budgets keep them. */
export function storedActions(actions: readonly BudgetAction[]): string {
  const stored = actions.map(({ atPpm, kind, requestsPerMinute }): StoredAction => ({
    at_ppm: atPpm,
    do: kind,
    requests_per_minute: requestsPerMinute,
  }));
  return JSON.stringify(stored);
}

export interface BudgetRow {
  id: string;
  name: string;
  owner: string | null;
  per: Budget['per'];
  match: Budget['match'];
  window: Budget['window'];
  timezone: string;
  unit: Budget['unit'];
  limit_amount: bigint;
  limit_version: number;
  enforcement: Budget['enforcement'];
  allow_free: boolean;
  thresholds_ppm: number[];
  notify: string[];
  counts_from: number;
  created_at: number;
  wind_down_ppm: number | null;
  actions: StoredAction[];
}

export function budgetOf(row: BudgetRow): Budget {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    per: row.per,
    match: row.match,
    window: row.window,
    timeZone: row.timezone,
    unit: row.unit,
    limit: row.limit_amount,
    limitVersion: row.limit_version,
    enforcement: row.enforcement,
    allowFree: row.allow_free,
    windDownPpm: row.wind_down_ppm,
    thresholdsPpm: row.thresholds_ppm,
    actions: row.actions.map(actionOfStored),
    notify: row.notify,
    countsFromMs: row.counts_from,
    createdMs: row.created_at,
  };
}

const budgetsSql = 'SELECT * FROM budgets WHERE org_id = $1 ORDER BY id';
const overridesSql = `SELECT id, provider, model, effective_from, price FROM price_overrides
  WHERE org_id = $1 ORDER BY effective_from, id`;
const ceilingSql = 'SELECT id, price FROM ceiling_prices WHERE org_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1';

interface OverrideRow {
  id: string;
  provider: string;
  model: string;
  effective_from: number;
  price: unknown;
}

/** Reads an org's configuration; under the lane's lock it is exact for the version that the lane row shows. */
export async function loadConfig(client: Pick<pg.Client, 'query'>, orgId: string): Promise<StoredConfig> {
  const [budgets, overrides, ceilings] = await Promise.all([
    client.query<BudgetRow>(budgetsSql, [orgId]),
    client.query<OverrideRow>(overridesSql, [orgId]),
    client.query<{ id: string; price: unknown }>(ceilingSql, [orgId]),
  ]);
  const ceiling = ceilings.rows[0];
  return {
    budgets: budgets.rows.map(budgetOf),
    overrides: overrides.rows.map(({ effective_from: effectiveFromMs, ...row }) => ({ ...row, effectiveFromMs })),
    ceiling: ceiling === undefined || ceiling.price === null ? null : ceiling,
  };
}
