import { canonical, type PolicyFacts } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import type { ChangedBy } from '../audit/change.ts';
import { idAfter } from '../ids.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { DesiredFacts } from './desired.ts';
import { statements } from './statements.ts';

type StoredFacts = Readonly<Record<string, Readonly<Record<string, PolicyFacts>>>>;

/** The policy file that was applied last. */
export interface Applied extends ChangedBy {
  readonly id: string;
  readonly timeMs: number;
  readonly facts: StoredFacts;
}

interface AppliedRow {
  id: string;
  applied_at: number;
  actor_kind: ChangedBy['actor']['kind'];
  actor_id: string | null;
  actor_name: string;
  reason: string | null;
  facts: StoredFacts;
}

export async function newestApplied(db: Queryable, orgId: string): Promise<Applied | null> {
  const { rows } = await db.query<AppliedRow>({ ...statements.newestApplied, values: [orgId] });
  const row = rows[0];
  if (row === undefined) return null;
  const actor = { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
  return { id: row.id, timeMs: row.applied_at, actor, reason: row.reason, facts: row.facts };
}

/** Marks of secrets are of one apply: they are not what a channel is. */
function withoutSecrets(facts: PolicyFacts): PolicyFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !name.startsWith('secret_')));
}

function stored(facts: DesiredFacts): StoredFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([section, things]) => [
      section,
      Object.fromEntries([...things].map(([name, thing]) => [name, withoutSecrets(thing)])),
    ]),
  );
}

/** Keeps what a file said, unless that is what was kept. What it did not speak of is as the file before it had it. */
export async function keepApplied(org: OrgTransaction, last: Applied | null, facts: DesiredFacts): Promise<void> {
  const { actor, reason } = org.by;
  const all = { ...last?.facts, ...stored(facts) };
  if (last !== null && canonical(all) === canonical(last.facts)) return;
  const who = [actor.kind, actor.id, actor.name, reason];
  const values = [org.orgId, idAfter(last?.id ?? null, org.nowMs), new Date(org.nowMs), ...who, JSON.stringify(all)];
  await org.tx.query({ ...statements.insertApplied, values });
}
