import { isPaused } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { entryColumns, entryOf, type EntryRow, type KeptEntry } from '../registry/entry.ts';
import { type AgentState, readAgentStates } from './agent-states.ts';
import { type BreakdownRow, type ComparedSums, readBreakdown } from './breakdown.ts';
import { type BudgetStanding, readAgentStandings } from './budget-standings.ts';
import type { Period, ReportScope } from './report-period.ts';
import { type SortMeasure, type SortOrder, sortRows } from './sort-rows.ts';
import { addSums, noSums } from './usage-sums.ts';

/** Which agents are asked for; null for any. */
export interface AgentSearch {
  /** A part of the id or the name, in any case. */
  readonly text: string | null;
  /** The registry's team; empty for none. */
  readonly team: string | null;
  readonly paused: boolean | null;
  readonly sort: SortMeasure;
  readonly order: SortOrder;
  readonly limit: number;
}

export interface AgentRow extends ComparedSums {
  readonly entry: KeptEntry;
  readonly state: AgentState;
  /** Its own budget that is nearest to its limit; null where it has none that counted anything. */
  readonly nearest: BudgetStanding | null;
}

export interface AgentsReport {
  readonly rows: readonly AgentRow[];
  /** Of all agents that were found, those beyond the limit included. */
  readonly totals: ComparedSums;
  readonly found: number;
  readonly previousPeriod: Period | null;
}

const entriesSql = `
  SELECT ${entryColumns} FROM registry
   WHERE org_id = $1 AND kind = 'agent' AND ($2::text IS NULL OR id = $2)
     AND ($3::text IS NULL OR position(lower($3) IN lower(id)) > 0 OR position(lower($3) IN lower(name)) > 0)
     AND ($4::text IS NULL OR coalesce(team, '') = $4)`;

async function readEntries(tx: Transaction, scope: ReportScope, search: AgentSearch): Promise<KeptEntry[]> {
  const { rows } = await tx.query<EntryRow>(entriesSql, [scope.orgId, scope.agent, search.text, search.team]);
  const entries = rows.map(entryOf);
  return search.paused === null ? entries : entries.filter((entry) => isPaused(entry, scope.nowMs) === search.paused);
}

/** More agents than this have no spend of their own here. */
const mostAgents = 100_000;

/** Agents with what they spent, those that spent nothing included. Must be called in a transaction of one snapshot. */
export async function readAgents(tx: Transaction, scope: ReportScope, search: AgentSearch): Promise<AgentsReport> {
  const entries = await readEntries(tx, scope, search);
  const spent = await readBreakdown(tx, scope, { by: ['agent'], limit: mostAgents, compare: true });
  const byAgent = new Map(spent.rows.map((row) => [row.labels[0], row]));
  const nothing = { sums: noSums, previous: noSums };
  const all = entries.map(({ id }): BreakdownRow => ({ labels: [id], ...(byAgent.get(id) ?? nothing) }));
  const shown = sortRows(all, search.sort, search.order).slice(0, search.limit);
  const ids = shown.map(({ labels }) => labels[0]!);
  const states = await readAgentStates(tx, scope.orgId, ids, scope.nowMs);
  const standings = await readAgentStandings(tx, scope.orgId, ids, scope.nowMs);
  const entryOfId = new Map(entries.map((entry) => [entry.id, entry]));
  return {
    rows: shown.map(({ labels, sums, previous }) => {
      const id = labels[0]!;
      return { entry: entryOfId.get(id)!, sums, previous, state: states.get(id)!, nearest: standings.get(id) ?? null };
    }),
    totals: {
      sums: addSums(all.map(({ sums }) => sums)),
      previous: addSums(all.map(({ previous }) => previous ?? noSums)),
    },
    found: entries.length,
    previousPeriod: spent.previousPeriod,
  };
}
