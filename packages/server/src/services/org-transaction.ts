import type pg from 'pg';
import { fail } from '../errors/problem.ts';
import { inTransaction, type Transaction } from '../store/connection.ts';
import { loadAnswers } from '../store/lane/load.ts';
import type { ChangedBy } from './audit/change.ts';
import type { Answer, Idempotency, Rendered } from './lane/command.ts';
import { isKept } from './lane/command.ts';
import type { Vault } from './vault.ts';

/** What a change of an org needs to be put into its audit log. */
export type Changing = Pick<OrgTransaction, 'tx' | 'orgId' | 'nowMs' | 'by'>;

export interface OrgTransaction {
  readonly tx: Transaction;
  readonly orgId: string;
  /** The lane's time: the larger of its last time and the database's clock. */
  readonly nowMs: number;
  readonly seq: number;
  /** Who changes it, for the audit log. */
  readonly by: ChangedBy;
}

const lock = `
  SELECT seq, last_time, clock_timestamp() AS now FROM org_lanes WHERE org_id = $1 FOR UPDATE`;

/** Budgets, prices, labels and keys changed: what nodes remember of the org is no longer current. */
const advance = `
  UPDATE org_lanes SET config_version = config_version + 1, last_time = $2 WHERE org_id = $1`;

const keep = `
  INSERT INTO idempotency_keys (org_id, operation, key, request_hash, status, body, sealed, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

interface LockedRow {
  seq: bigint;
  last_time: number;
  now: number;
}

export interface OrgTransactions {
  readonly pool: pg.Pool;
  readonly vault: Vault;
  readonly clock: (() => number) | null;
}

export interface OrgChange {
  readonly orgId: string;
  readonly by: ChangedBy;
  readonly idempotency: Idempotency | null;
  /** The answer holds a secret: it is kept sealed. */
  readonly secret?: boolean;
  readonly work: (org: OrgTransaction) => Promise<Rendered>;
}

async function repeat(options: OrgTransactions, change: OrgChange, org: OrgTransaction): Promise<Answer | null> {
  if (change.idempotency === null) return null;
  const { key, requestHash } = change.idempotency;
  const [stored] = await loadAnswers(org.tx, org.orgId, [change.idempotency]);
  if (stored === undefined) return null;
  if (stored.requestHash !== requestHash) {
    fail('idempotency_mismatch', `the Idempotency-Key ${key} was used before with another body`);
  }
  const body = stored.sealed ? options.vault.open(stored.body) : stored.body.toString('utf8');
  return { status: stored.status, body, seq: org.seq, replayed: true };
}

async function keepAnswer(
  options: OrgTransactions,
  change: OrgChange,
  org: OrgTransaction,
  answer: Rendered,
): Promise<void> {
  if (change.idempotency === null || !isKept(answer.status)) return;
  const { operation, key, requestHash } = change.idempotency;
  const sealed = change.secret === true;
  const body = sealed ? options.vault.seal(answer.body) : Buffer.from(answer.body);
  await org.tx.query(keep, [org.orgId, operation, key, requestHash, answer.status, body, sealed, new Date(org.nowMs)]);
}

/** Takes the org's lane for a change. Raises `not_found`. */
async function takeOrg(
  tx: Transaction,
  { orgId, by }: Pick<OrgChange, 'orgId' | 'by'>,
  clock: OrgTransactions['clock'],
): Promise<OrgTransaction> {
  const { rows } = await tx.query<LockedRow>(lock, [orgId]);
  const row = rows[0];
  if (row === undefined) fail('not_found', 'there is no such org');
  const nowMs = Math.max(row.last_time, clock?.() ?? row.now);
  return { tx, orgId, nowMs, seq: Number(row.seq), by };
}

/**
 * Changes an org's configuration under its lane: the change, its idempotency record and the new config version are one
 * transaction, and the org's commands see it in their next batch.
 */
export async function changeOrg(options: OrgTransactions, change: OrgChange): Promise<Answer> {
  return inTransaction(options.pool, async (tx) => {
    const org = await takeOrg(tx, change, options.clock);
    const repeated = await repeat(options, change, org);
    if (repeated !== null) return repeated;
    const answer = await change.work(org);
    await tx.query(advance, [change.orgId, new Date(org.nowMs)]);
    await keepAnswer(options, change, org, answer);
    return { ...answer, seq: org.seq };
  });
}

/**
 * The same within a transaction that is under way for another reason. It holds up the org's lane until it commits: this must
 * be the last of its work.
 */
export async function changeOrgWithin(
  tx: Transaction,
  change: Pick<OrgChange, 'orgId' | 'by'> & { readonly work: (org: OrgTransaction) => Promise<unknown> },
  clock: OrgTransactions['clock'],
): Promise<void> {
  const org = await takeOrg(tx, change, clock);
  await change.work(org);
  await tx.query(advance, [change.orgId, new Date(org.nowMs)]);
}
