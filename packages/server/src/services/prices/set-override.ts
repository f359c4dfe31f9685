import { parseOverride } from '@cofferdam/core';
import { fail, invalidField } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { StoredOverridePrice } from '../price-book/stored-prices.ts';
import { idAfter } from '../ids.ts';
import { overrideFacts } from './override-facts.ts';
import { wireFieldOf } from './rate-names.ts';
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
  const id = idAfter(newest.rows[0]?.id ?? null);
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

/** The override that holds at the time that is meant, or null. */
async function inForce({ tx, orgId, nowMs }: OrgTransaction, name: OverrideName): Promise<KeptOverride | null> {
  const { provider, model, effectiveFromMs } = name;
  const values = [orgId, provider, model, new Date(effectiveFromMs ?? nowMs)];
  const { rows } = await tx.query<OverrideRow>(inForceSql, values);
  const found = rows[0] === undefined ? null : keptOverrideOf(rows[0]);
  return found === null || isEnd(found) ? null : found;
}

async function recorded(
  org: OrgTransaction,
  action: 'price.set' | 'price.ended',
  before: KeptOverride | null,
  after: KeptOverride,
): Promise<void> {
  const { provider, model } = after;
  const target = { kind: 'price', id: `${provider}/${model}`, name: null };
  const shown = { before: before === null ? null : overrideFacts(before), after: overrideFacts(after) };
  await recordChange(org, { action, target, ...shown });
}

/** How many prices an org may ever set: all of them are read whenever a node learns of the org's configuration. */
const maxOverrides = 10_000;

/** Sets the org's own price of a model from a time on. Raises `invalid_request`. */
export async function setOverride(
  org: OrgTransaction,
  name: OverrideName,
  price: StoredOverridePrice,
): Promise<KeptOverride> {
  const { provider, model } = name;
  const parsed = parseOverride({ ...price, id: '', provider, model, effectiveFromMs: 0 });
  if (parsed.kind === 'invalid_override') invalidField(wireFieldOf(parsed.field), parsed.reason);
  const { rows } = await org.tx.query<{ count: bigint }>('SELECT count(*) FROM price_overrides WHERE org_id = $1', [
    org.orgId,
  ]);
  if (rows[0]!.count >= maxOverrides) invalidField('model', `the org has ${maxOverrides} price overrides already`);
  const before = await inForce(org, name);
  const kept = await append(org, name, price);
  await recorded(org, 'price.set', before, kept);
  return kept;
}

/** Lets the book's price hold again from a time on. Raises `not_found` where no override is in force then. */
export async function endOverride(org: OrgTransaction, name: OverrideName): Promise<KeptOverride> {
  const { provider, model, effectiveFromMs } = name;
  const before = await inForce(org, name);
  if (before === null) fail('not_found', `no price override of ${provider}/${model} is in force then`);
  const kept = await append(org, { ...name, effectiveFromMs: effectiveFromMs ?? org.nowMs }, {});
  await recorded(org, 'price.ended', before, kept);
  return kept;
}
