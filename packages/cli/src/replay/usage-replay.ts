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

/** After as many, the rest of the file is not sent. */
const mostLeftOut = 100;

/** Answers that one record of an array can bring about for all of it. */
const blamesRecord = new Set([400, 403, 409, 413, 422]);

/**
 * Sends records in one array. They carry (source, id), by which the server knows a repeat, so a lost answer is asked for again.
 * An array is all or nothing: where it is refused, its records go one by one, so that the good ones are booked and each
 * bad one is named by its line. Throws a CommandFailure where it is not the record that is at fault.
 */
export async function replayUsageRows(replay: UsageReplay, rows: readonly UsageRow[]): Promise<void> {
  const [first] = rows;
  if (rows.length === 1 && first !== undefined) return replayUsageRow(replay, first);
  const reply = await post(
    replay,
    rows.map((row) => row.record),
  );
  if (reply === undefined) return;
  if (isSuccess(reply)) {
    const charged = listAt(reply.body, 'data');
    for (const [index, row] of rows.entries()) book(replay, row, charged[index]);
    return;
  }
  if (!blamesRecord.has(reply.status)) throw failure(replay.fileName, rows, reply);
  for (const row of rows) {
    if (replay.patience.stop?.aborted) return;
    await replayUsageRow(replay, row);
  }
}

async function replayUsageRow(replay: UsageReplay, row: UsageRow): Promise<void> {
  const reply = await post(replay, row.record);
  if (reply === undefined) return;
  if (isSuccess(reply)) return book(replay, row, reply.body);
  if (!blamesRecord.has(reply.status)) throw failure(replay.fileName, [row], reply);
  const { code, detail } = readProblem(reply);
  replay.tally.leaveOut({ line: row.line, code, detail });
  if (replay.tally.leftOut.length >= mostLeftOut)
    throw new CommandFailure(
      `${mostLeftOut} records were left out: something is wrong with all of ${replay.fileName}`,
      'Mend it and send it again: a record that is booked is not booked twice.',
    );
}

async function post({ client, patience }: UsageReplay, body: unknown): Promise<ApiReply | undefined> {
  return sendPersistently(client, { method: 'POST', path: '/v1/usage', body }, patience);
}

function book({ tally }: UsageReplay, row: UsageRow, charged: unknown): void {
  const usage = fieldsOf(row.record.usage);
  tally.charge(
    { agent: row.agent, model: row.model },
    {
      costUsd: readCost(charged),
      inputTokens: numberAt(usage, 'input_tokens') ?? 0,
      outputTokens: numberAt(usage, 'output_tokens') ?? 0,
    },
  );
}

function failure(fileName: string, rows: readonly UsageRow[], reply: ApiReply): CommandFailure {
  const problem = readProblem(reply);
  const [first, last] = [rows[0]?.line, rows.at(-1)?.line];
  const where = first === last ? `${fileName}:${first}` : `${fileName}:${first}-${last}`;
  return new CommandFailure(
    `${where}: ${problem.code}: ${problem.detail}`,
    'Send the file again when this is mended: a record that is booked is not booked twice.',
  );
}
