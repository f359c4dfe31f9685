import { type AnomalyRules, repeated, type Repetition, type UsageRecord } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { leastId } from '../../store/partitions.ts';
import { statements } from './statements.ts';

/** As many requests and orgs are remembered, the newest of them: what a node can hold at any rate of calls. */
const maxRequests = 20_000;
const maxOrgs = 200;

/** The longest window that a rule may have. */
const longestWindowMs = 3_600_000;

interface RequestRow {
  readonly agent: string;
  readonly run: string;
  readonly time: number;
  readonly cost_nano_usd: bigint | null;
  readonly fingerprint: string;
}

/** The part of a record that tells requests apart. */
type Request = Pick<UsageRecord, 'timeMs' | 'run' | 'costNanoUsd'> & { agent: string; fingerprint: string };

interface OrgRequests {
  /** Up to which record it is complete. */
  lastId: string;
  /** By agent and request; what was touched last is at the end. */
  readonly repetitions: Map<string, Repetition>;
}

/**
 * The requests of the last while, by which a loop is told from work. They stand in the usage records: what is in memory can
 * be read again, after a restart or when another node took the steps between, and nothing is written for it.
 */
export class SeenRequests {
  readonly #orgs = new Map<string, OrgRequests>();

  /** Makes the memory of an org complete up to the first of the records, which is not in it yet. */
  async prepare(
    tx: Queryable,
    orgId: string,
    first: UsageRecord,
    rulesOf: (agent: string) => AnomalyRules,
  ): Promise<void> {
    const known = this.#orgs.get(orgId);
    // A step that was rolled back is taken again: its records must not be counted twice.
    const isAhead = known !== undefined && known.lastId >= first.id;
    const org = known === undefined || isAhead ? { lastId: '', repetitions: new Map<string, Repetition>() } : known;
    const oldest = leastId(Math.max(first.recordedMs - longestWindowMs, 0));
    const after = org.lastId > oldest ? org.lastId : oldest;
    const values = [orgId, after, first.id, maxRequests];
    const { rows } = await tx.query<RequestRow>({ ...statements.requestsBefore, values });
    this.#orgs.delete(orgId);
    this.#orgs.set(orgId, org);
    if (this.#orgs.size > maxOrgs) this.#orgs.delete(this.#orgs.keys().next().value!);
    for (const { agent, run, time, cost_nano_usd: costNanoUsd, fingerprint } of rows.toReversed())
      this.#count(org, { agent, run, timeMs: time, costNanoUsd, fingerprint }, rulesOf(agent));
  }

  /** Counts a request, and says how often it was made. The org has been prepared. */
  count(
    orgId: string,
    { id, timeMs, run, costNanoUsd, dimensions }: UsageRecord,
    fingerprint: string,
    rules: AnomalyRules,
  ): Repetition {
    const org = this.#orgs.get(orgId)!;
    org.lastId = id;
    return this.#count(org, { timeMs, run, costNanoUsd, agent: dimensions.agent, fingerprint }, rules);
  }

  #count({ repetitions }: OrgRequests, request: Request, rules: AnomalyRules): Repetition {
    const { agent, fingerprint, timeMs, run, costNanoUsd } = request;
    const key = `${agent}\n${fingerprint}`;
    const next = repeated(repetitions.get(key) ?? null, { timeMs, run, costNanoUsd: costNanoUsd ?? 0n }, rules);
    repetitions.delete(key);
    repetitions.set(key, next);
    if (repetitions.size > maxRequests) repetitions.delete(repetitions.keys().next().value!);
    return next;
  }
}
