import { creationDay } from '../registry/entry.ts';
import type { LedgerState, Runs } from '../ledger/state.ts';
import type { Refusal } from '../ledger/refusal.ts';
import { maxRunDepth, touchRun, type Run } from './run.ts';

export interface RunRequest {
  readonly id: string;
  readonly agent: string;
  readonly workflow: string | null;
  readonly parent: string | null;
  readonly limitNanoUsd: bigint | null;
}

export type JoinedRun =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'joined'; readonly run: Run; readonly change: Run | null; readonly created: boolean };

function refused(refusal: Refusal): JoinedRun {
  return { kind: 'refused', refusal };
}

/** The state with the runs that the command at hand has made on top. */
export type JoiningState = Omit<LedgerState, 'runs'> & { readonly runs: Runs };

/** Creations of a kind left today. */
export function creationsLeft(
  state: Pick<LedgerState, 'creations' | 'caps' | 'timeMs'>,
  kind: keyof LedgerState['caps'],
): number {
  const used = state.creations.day === creationDay(state.timeMs) ? (state.creations.counts.get(kind) ?? 0) : 0;
  return state.caps[kind] - used;
}

/** Work may not begin under a finished run; spend that has happened under one is booked all the same. */
export type Joining = 'work' | 'spent';

/** The path of a new run under its parent, or why it cannot stand there. */
function pathUnder(state: JoiningState, request: RunRequest, joining: Joining): readonly string[] | Refusal {
  const { id, parent: parentId } = request;
  if (parentId === null) return [id];
  const parent = state.runs.get(parentId);
  if (parent === undefined)
    return { code: 'invalid_request', field: 'parent_run', detail: `there is no run ${parentId}` };
  if (parent.status !== null && joining === 'work') {
    return { code: 'run_finished', run: parentId, status: parent.status };
  }
  if (parent.path.includes(id))
    return { code: 'invalid_request', field: 'parent_run', detail: 'a run cannot be its own ancestor' };
  if (parent.path.length > maxRunDepth) {
    return { code: 'invalid_request', field: 'parent_run', detail: `runs stand at most ${maxRunDepth} levels deep` };
  }
  return [id, ...parent.path];
}

/**
 * A call without a run is a run under its reservation's id, without a parent and without a cap. Given either now, it
 * would free there what it has never held, and its spend would be missing there.
 */
function refusalOfOwnRun(state: JoiningState, { id, parent, limitNanoUsd }: RunRequest): Refusal | null {
  if (state.reservations.get(id)?.run !== id) return null;
  if (parent !== null) {
    return {
      code: 'invalid_request',
      field: 'parent_run',
      detail: `run ${id} has no parent, and a parent never changes`,
    };
  }
  if (limitNanoUsd === null) return null;
  return { code: 'invalid_request', field: 'id', detail: `run ${id} is a call that was made without a cap` };
}

function createRun(state: JoiningState, request: RunRequest, joining: Joining): JoinedRun {
  const path = refusalOfOwnRun(state, request) ?? pathUnder(state, request, joining);
  if (!Array.isArray(path)) return refused(path as Refusal);
  if (creationsLeft(state, 'run') <= 0) {
    return refused({ code: 'label_cap_exceeded', label: 'run', cap: state.caps.run });
  }
  const run: Run = {
    ...request,
    path: path as readonly string[],
    status: null,
    createdMs: state.timeMs,
    finishedMs: null,
    lastSeenMs: state.timeMs,
  };
  return { kind: 'joined', run, change: run, created: true };
}

/**
 * The run that a call belongs to, made on first use. A run is bound to its first agent and its parent never changes;
 * whether it is finished is the caller's to ask, since spend that has happened is booked to a finished run too.
 */
export function joinRun(state: JoiningState, request: RunRequest, joining: Joining): JoinedRun {
  const run = state.runs.get(request.id);
  // A call without a run was a run of its own, under its reservation's id: later calls in it are its agent's only.
  const boundTo = run?.agent ?? state.reservations.get(request.id)?.dimensions.agent ?? request.agent;
  if (boundTo !== request.agent) {
    return refused({ code: 'run_agent_mismatch', run: request.id, agent: request.agent, boundTo });
  }
  if (run === undefined) return createRun(state, request, joining);
  if (request.parent !== null && request.parent !== run.parent) {
    return refused({
      code: 'invalid_request',
      field: 'parent_run',
      detail: `run ${run.id} ${run.parent === null ? 'has no parent' : `belongs to ${run.parent}`}, and a parent never changes`,
    });
  }
  return { kind: 'joined', run, change: touchRun(run, state.timeMs), created: false };
}
