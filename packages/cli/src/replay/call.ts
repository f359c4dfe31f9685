import type { ApiClient, ApiReply } from '../api-client/client.ts';
import { fieldsOf, textAt } from '../api-client/fields.ts';
import { type Patience, sendPersistently } from '../api-client/persistence.ts';
import { expectSuccess, isSuccess, type Problem, readProblem } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';

/** One way for a replayed call to end that is not an error; errors are thrown as CommandFailure. */
export type CallOutcome =
  | { kind: 'charged'; reply: unknown }
  | { kind: 'refused'; problem: Problem }
  /** The replay was stopped before the server had decided. */
  | { kind: 'stopped' };

export interface ModelCall {
  /** Unique in the replay: idempotency keys are made of it, so that a repeat after a lost answer is the same call. */
  id: string;
  agent: string;
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  maxOutputTokens: number;
}

/** Reserves what the call could cost, then settles with what it used: what an agent does around a model call. */
export async function replayCall(client: ApiClient, call: ModelCall, patience: Patience): Promise<CallOutcome> {
  const { agent, provider, model } = call;
  const estimate = { input_tokens: call.inputTokens, max_output_tokens: call.maxOutputTokens };
  const reserved = await sendPersistently(
    client,
    {
      method: 'POST',
      path: '/v1/reservations',
      body: { agent, provider, model, estimate },
      idempotencyKey: `${call.id}-reserve`,
    },
    patience,
  );
  if (reserved === undefined) return { kind: 'stopped' };
  const refusal = readRefusal(reserved);
  if (refusal) return { kind: 'refused', problem: refusal };
  const reservation = textAt(expectSuccess(reserved), 'id');
  if (reservation === undefined) throw new CommandFailure('the server answered a reservation without an id');
  return settle(client, call, reservation, patience);
}

/** Not stopped by Ctrl-C: the call has been made, and its true cost must not be left to the reservation's expiry. */
async function settle(
  client: ApiClient,
  call: ModelCall,
  reservation: string,
  patience: Patience,
): Promise<CallOutcome> {
  const usage = {
    provider: call.provider,
    model: call.model,
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
  };
  const { stop: _ignored, ...unstoppable } = patience;
  const settled = await sendPersistently(
    client,
    {
      method: 'POST',
      path: `/v1/reservations/${encodeURIComponent(reservation)}/settle`,
      body: { usage },
      idempotencyKey: `${call.id}-settle`,
    },
    unstoppable,
  );
  if (settled === undefined) return { kind: 'stopped' };
  return { kind: 'charged', reply: expectSuccess(settled) };
}

const refusalCodes = new Set(['agent_paused', 'run_finished', 'model_unpriced', 'rate_limited', 'budget_in_flight']);

/** A decision about this call, as against an error that every further call would meet too. */
function readRefusal(reply: ApiReply): Problem | undefined {
  if (isSuccess(reply)) return undefined;
  const problem = readProblem(reply);
  return problem.status === 402 || refusalCodes.has(problem.code) ? problem : undefined;
}

/** The cost in an answer; null where the model has no price. Throws where the answer says nothing of a cost. */
export function readCost(reply: unknown): string | null {
  const cost = fieldsOf(reply).cost_usd;
  if (cost === null || typeof cost === 'string') return cost;
  throw new CommandFailure('the server answered a charge without its cost_usd');
}
