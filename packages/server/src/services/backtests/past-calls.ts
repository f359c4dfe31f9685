import type { Budget, PastCall } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { readInChunks } from '../../store/read-in-chunks.ts';
import { statements } from './statements.ts';

/** A call with what a report on it needs. */
export interface RecordedCall extends PastCall {
  readonly records: number;
  readonly unpriced: number;
  /** The run, where it succeeded: a completed task. */
  readonly task: string | null;
}

/** In the order of the statement's columns. */
type Row = [
  call: string,
  budgetTimeMs: number,
  costNanoUsd: bigint | null,
  tokens: bigint,
  requests: number,
  agent: string,
  workflow: string | null,
  connection: string | null,
  user: string | null,
  team: string | null,
  provider: string | null,
  model: string | null,
  run: string | null,
  runPath: string[] | null,
  isSucceeded: boolean,
];

/** The labels that the budgets look at. */
function labelsOf(budgets: readonly Budget[]): string[] {
  const labels = budgets.flatMap(({ per, match }) => [per, ...Object.keys(match)]);
  return [...new Set(labels)];
}

function callOf(row: Row): RecordedCall {
  const [, budgetTimeMs, cost, tokens, requests, agent, workflow, connection, user, team, provider, model] = row;
  const run = row[12] ?? row[0];
  return {
    dimensions: { agent, workflow, connection, user, team, provider, model },
    runPath: row[13] ?? [run],
    budgetTimeMs,
    costNanoUsd: cost ?? 0n,
    tokens,
    requests: BigInt(requests),
    records: 1,
    unpriced: cost === null ? 1 : 0,
    task: row[14] ? row[12] : null,
  };
}

/** A call has a record for each attempt and tool, and one for each correction. Its labels are those of the first. */
function joined(call: RecordedCall, next: RecordedCall): RecordedCall {
  return {
    ...call,
    costNanoUsd: call.costNanoUsd + next.costNanoUsd,
    tokens: call.tokens + next.tokens,
    requests: call.requests + next.requests,
    records: call.records + 1,
    unpriced: call.unpriced + next.unpriced,
  };
}

export interface CallSearch {
  readonly orgId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly budgets: readonly Budget[];
}

/** A call of which more records may follow. */
interface OpenCall {
  readonly id: string;
  call: RecordedCall;
}

/** Calls of a period in the order of the time at which they were admitted, some thousands at a time. */
export async function* pastCalls(tx: Transaction, search: CallSearch): AsyncGenerator<RecordedCall[]> {
  const { orgId, fromMs, toMs, budgets } = search;
  const perRun = budgets.some(({ per }) => per === 'run');
  const values = [orgId, new Date(fromMs), new Date(toMs), labelsOf(budgets), perRun];
  let open = null as OpenCall | null;
  for await (const rows of readInChunks<Row>(tx, { text: statements.pastCalls.text, values })) {
    const calls: RecordedCall[] = [];
    for (const row of rows) {
      const call = callOf(row);
      if (open?.id === row[0]) open.call = joined(open.call, call);
      else {
        if (open !== null) calls.push(open.call);
        open = { id: row[0], call };
      }
    }
    yield calls;
  }
  if (open !== null) yield [open.call];
}
