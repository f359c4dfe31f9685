import { createHash } from 'node:crypto';
import { canonical, planPolicy, type PolicyChange, type PolicyFacts, type PolicySection } from '@cofferdam/core';
import type { Pool, Queryable } from '../../store/connection.ts';
import { readReport } from '../reports/read-report.ts';
import type { Vault } from '../vault.ts';
import { type Applied, newestApplied } from './applied.ts';
import { desiredFacts, type DesiredFacts } from './desired.ts';
import { presentFacts } from './facts.ts';
import type { Policy } from './policy.ts';
import { type Present, readPresent } from './present.ts';

export interface Plan {
  /** Names the plan: the same file against the same state has the same. */
  readonly id: string;
  readonly changes: readonly PolicyChange[];
  readonly applied: Applied | null;
  readonly desired: DesiredFacts;
  readonly present: Present;
}

/** What never changes of a budget: what it counts, and in which unit. */
function budgetIdentity({ per, match, window, timezone, ...rest }: PolicyFacts): unknown {
  return { per, match, window, timezone, limit: Object.keys(rest).filter((name) => name.startsWith('limit_')) };
}

/** Agents and teams register themselves by what they do: a file speaks of some of them, and ends none. */
const partial: ReadonlySet<string> = new Set<keyof Policy>(['agents', 'teams']);

const sectionNames = ['channels', 'teams', 'agents', 'prices', 'ceiling', 'anomalyRules', 'budgets'] as const;

function sectionsOf(desired: DesiredFacts, present: Present, applied: Applied | null): PolicySection[] {
  const facts = presentFacts(present);
  return sectionNames.flatMap((kind): PolicySection[] => {
    const wanted = desired[kind];
    if (wanted === undefined) return [];
    const then = applied?.facts[kind];
    return [
      {
        kind,
        desired: wanted,
        present: facts[kind],
        applied: then === undefined ? null : new Map(Object.entries(then)),
        isWhole: !partial.has(kind),
        identityOf: kind === 'budgets' ? budgetIdentity : () => null,
      },
    ];
  });
}

/** What applying a policy file would change. */
export async function planFile(
  db: Queryable,
  vault: Vault,
  orgId: string,
  policy: Policy,
  nowMs: number,
): Promise<Plan> {
  const present = await readPresent(db, orgId, nowMs);
  const applied = await newestApplied(db, orgId);
  const desired = desiredFacts(vault, orgId, policy, present);
  const changes = planPolicy(sectionsOf(desired, present, applied));
  const id = createHash('sha256').update(canonical(changes)).digest('hex').slice(0, 16);
  return { id, changes, applied, desired, present };
}

/** What is there, at one moment: a file that is being applied is not seen by halves. */
export function presentPolicy(pool: Pool, orgId: string, nowMs: number): Promise<Present> {
  return readReport(pool, (tx) => readPresent(tx, orgId, nowMs));
}

/** A plan of what is there at one moment. */
export function planPresent(pool: Pool, vault: Vault, orgId: string, policy: Policy, nowMs: number): Promise<Plan> {
  return readReport(pool, (tx) => planFile(tx, vault, orgId, policy, nowMs));
}
