import type { ApiClient, ApiReply } from '../api-client/client.ts';
import { fieldsOf, listAt, numberAt } from '../api-client/fields.ts';
import { type Patience, sendPersistently } from '../api-client/persistence.ts';
import { isSuccess, readProblem } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';
import { readCost } from './call.ts';
import type { Tally } from './tally.ts';
import type { UsageRow } from './usage-rows.ts';

export interface UsageReplay {
  client: ApiClient;
  patience: Patience;
  tally: Tally;
  fileName: string;
}

export const usageBatchSize = 100;

/** Answers that one record of an array can bring about for all of it. */
const blamesRecord = new Set([400, 403, 409, 413, 422]);

/**
 * Sends records in one array. They carry (source, id), by which the server knows a repeat, so a lost answer is asked for again.
 * An array is all or nothing: where it is refused, its records go one by one, and the first bad one is named by its line.
 */
export async function replayUsageRows(replay: UsageReplay, rows: readonly UsageRow[]): Promise<void> {
  const reply = await post(
    replay,
    rows.map((row) => row.record),
  );
  if (reply === undefined) return;
  if (isSuccess(reply)) {
    book(replay, rows, listAt(reply.body, 'data'));
    return;
  }
  if (rows.length === 1 || !blamesRecord.has(reply.status)) throw failure(replay.fileName, rows, reply);
  for (const row of rows) {
    if (replay.patience.stop?.aborted) return;
    await replayUsageRows(replay, [row]);
  }
}

async function post({ client, patience }: UsageReplay, body: readonly unknown[]): Promise<ApiReply | undefined> {
  return sendPersistently(client, { method: 'POST', path: '/v1/usage', body }, patience);
}

function book({ tally }: UsageReplay, rows: readonly UsageRow[], charged: readonly unknown[]): void {
  for (const [index, row] of rows.entries()) {
    const usage = fieldsOf(row.record.usage);
    tally.charge(
      { agent: row.agent, model: row.model },
      {
        costUsd: readCost(charged[index]),
        inputTokens: numberAt(usage, 'input_tokens') ?? 0,
        outputTokens: numberAt(usage, 'output_tokens') ?? 0,
      },
    );
  }
}

function failure(fileName: string, rows: readonly UsageRow[], reply: ApiReply): CommandFailure {
  const problem = readProblem(reply);
  const [first, last] = [rows[0]?.line, rows.at(-1)?.line];
  const where = first === last ? `${fileName}:${first}` : `${fileName}:${first}-${last}`;
  return new CommandFailure(
    `${where}: ${problem.code}: ${problem.detail}`,
    'Records before it are booked. Mend the line and send the file again: a record that is booked is not booked twice.',
  );
}
