import { parseOverride } from '@cofferdam/core';
import { fail, invalidField } from '../../errors/problem.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { StoredOverridePrice } from '../price-book/stored-prices.ts';
import { nextId } from './next-id.ts';
import { isEnd, keptOverrideOf, overrideColumns, type KeptOverride, type OverrideRow } from './stored-override.ts';

export interface OverrideName {
  readonly provider: string;
  readonly model: string;
  /** Null for the org's present time. */
  readonly effectiveFromMs: number | null;
}

const newestSql = 'SELECT id FROM price_overrides WHERE org_id = $1 ORDER BY id DESC LIMIT 1';

const insertSql = `
  INSERT INTO price_overrides (org_id, id, provider, model, effective_from, price, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${overrideColumns}`;

const inForceSql = `
  SELECT ${overrideColumns} FROM price_overrides
   WHERE org_id = $1 AND provider = $2 AND model = $3 AND effective_from <= $4
   ORDER BY effective_from DESC, id DESC LIMIT 1`;

async function append(org: OrgTransaction, name: OverrideName, price: StoredOverridePrice): Promise<KeptOverride> {
  const { tx, orgId, nowMs } = org;
  const newest = await tx.query<{ id: string }>(newestSql, [orgId]);
  const id = nextId(newest.rows[0]?.id ?? null);
  const { provider, model, effectiveFromMs } = name;
  const values = [
    orgId,
    id,
    provider,
    model,
    new Date(effectiveFromMs ?? nowMs),
    JSON.stringify(price),
    new Date(nowMs),
  ];
  const { rows } = await tx.query<OverrideRow>(insertSql, values);
  return keptOverrideOf(rows[0]!);
}

/** How many prices an org may ever set: all of them are read whenever a node learns of the org's configuration. */
const maxOverrides = 10_000;

/**
 * Sets the org's own price of a model from a time on. `wireName` says what a field of the core is called on the wire,
 * for refusals. Raises `invalid_request`.
 */
export async function setOverride(
  org: OrgTransaction,
  name: OverrideName,
  price: StoredOverridePrice,
  wireName: (field: string) => string,
): Promise<KeptOverride> {
  const { provider, model } = name;
  const parsed = parseOverride({ ...price, id: '', provider, model, effectiveFromMs: 0 });
  if (parsed.kind === 'invalid_override') invalidField(wireName(parsed.field), parsed.reason);
  const { rows } = await org.tx.query<{ count: bigint }>('SELECT count(*) FROM price_overrides WHERE org_id = $1', [
    org.orgId,
  ]);
  if (rows[0]!.count >= maxOverrides) invalidField('model', `the org has ${maxOverrides} price overrides already`);
  return append(org, name, price);
}

/** Lets the book's price hold again from a time on. Raises `not_found` where no override is in force then. */
export async function endOverride(org: OrgTransaction, name: OverrideName): Promise<KeptOverride> {
  const { provider, model, effectiveFromMs } = name;
  const atMs = effectiveFromMs ?? org.nowMs;
  const { rows } = await org.tx.query<OverrideRow>(inForceSql, [org.orgId, provider, model, new Date(atMs)]);
  if (rows[0] === undefined || isEnd(keptOverrideOf(rows[0])))
    fail('not_found', `no price override of ${provider}/${model} is in force then`);
  return append(org, { ...name, effectiveFromMs: atMs }, {});
}
