import type { Answer, Body } from '../operations.ts';
import { requestOf } from '../transport/request.ts';
import { type Available, createAvailability } from './available.ts';
import { carryOut, intentOf } from './carry-out.ts';
import type { Context } from './context.ts';
import { nanoOf, usdOf } from './money.ts';
import { createSpender, type Labels, type Spender } from './spender.ts';

export type RunRequest = Body<'POST /v1/runs'> & {
  /** Aborted, the run ends as cancelled once its work has come back. */
  readonly signal?: AbortSignal | undefined;
};

/** A task that is under way: all that is spent through it counts in its cap, and in those of the runs above it. */
export interface Run extends Spender {
  readonly id: string;
  readonly agent: string;
  readonly limit_usd: string | null;
  /** What ends the work early, if anything does. */
  readonly signal: AbortSignal | undefined;
  /** A sub-agent's run, under the caps of this one. */
  run<Result>(request: RunRequest, work: (run: Run) => Promise<Result>): Promise<Result>;
  /** What is left, without a call where a reservation has said it; else from the run's own cap. */
  available(): Promise<Available>;
}

type Started = Answer<'POST /v1/runs'>;
type Status = Body<'POST /v1/runs/{id}/finish'>['status'];

async function ownCap({ connection }: Context, { id }: Started): Promise<Available> {
  const {
    limit_usd: limit,
    spent_usd: spent,
    reserved_usd: reserved,
  } = await connection.call('GET /v1/runs/{id}', {
    path: { id },
  });
  const left = limit === null ? null : usdOf(nanoOf(limit) - nanoOf(spent) - nanoOf(reserved));
  return { usd: left, nearest: left === null ? null : id, budgets: [], wallet: null };
}

function openRun(context: Context, started: Started, labels: Labels, signal: AbortSignal | undefined): Run {
  const { id, agent, limit_usd } = started;
  const spender = createSpender(context, labels);
  return {
    ...spender,
    id,
    agent,
    limit_usd,
    signal,
    run: ({ parent_run = id, ...request }, work) =>
      runTask(context, { ...inherited(labels), signal, ...request, parent_run }, work),
    available: async () => spender.lastAvailable() ?? ownCap(context, started),
  };
}

/** What a sub-agent's run has from the one above it: not its agent, since a run is bound to its own. */
function inherited({ agent: _agent, run: _run, ...labels }: Labels): Omit<Labels, 'agent' | 'run'> {
  return labels;
}

function endOf(context: Context, id: string, status: Status) {
  return intentOf(context, 'POST /v1/runs/{id}/finish', { id: `run:${id}`, path: { id } }, { status });
}

/** That a run has ended is not worth its result: without an answer it closes by itself, as unknown. */
async function finish(context: Context, id: string, status: Status): Promise<void> {
  await carryOut(context, endOf(context, id, status)).catch((error: unknown) => {
    context.onProblem({ what: `run ${id} could not be finished as ${status}`, error });
  });
}

/**
 * Starts a run, does the work, and finishes the run as it ended: succeeded, failed, or cancelled where its signal was
 * aborted. Raises CofferdamError where it may not start, and what the work raises.
 */
export async function runTask<Result>(
  shared: Context,
  { signal, ...request }: RunRequest,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const context = { ...shared, availability: createAvailability() };
  const started = (await context.connection.send(requestOf('POST /v1/runs', { body: request, signal })))
    .body as Started;
  const { id: _id, parent_run: _parent, limit_usd: _limit, ...labels } = request;
  const { id, agent } = started;
  const key = `run:${id}`;
  context.live.add(key);
  await context.journal?.put(endOf(context, id, 'failed'));
  let status: Status = 'failed';
  try {
    const result = await work(openRun(context, started, { ...labels, agent, run: id }, signal));
    status = 'succeeded';
    return result;
  } catch (error) {
    if (signal?.aborted === true) status = 'cancelled';
    throw error;
  } finally {
    await finish(context, id, status);
  }
}
