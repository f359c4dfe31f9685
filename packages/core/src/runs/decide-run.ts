import { refusalOfPause } from '../actions/pause.ts';
import { admit, type Need } from '../ledger/admit.ts';
import type { CreateRunCommand, FinishRunCommand } from '../ledger/commands.ts';
import { refuse, type Decision } from '../ledger/effects.ts';
import { legsOf } from '../ledger/legs.ts';
import type { LedgerState } from '../ledger/state.ts';
import { registryKey } from '../registry/entry.ts';
import { register, canonicalLabels } from '../registry/register.ts';
import { joinRun } from './join-run.ts';
import type { Run } from './run.ts';

const nothing: Need = { usd: 0n, tokens: 0n, requests: 0n, concurrent: 0n };

/** The same run again is the same answer; a run that exists with other properties is a mistake of the caller. */
function sameRun(existing: Run, command: CreateRunCommand): Decision {
  const isSame =
    existing.limitNanoUsd === command.limitNanoUsd &&
    existing.parent === command.parentRun &&
    existing.workflow === command.dimensions.workflow;
  if (isSame) return { outcome: { kind: 'run', run: existing, created: false }, effects: null };
  return refuse({ code: 'invalid_request', field: 'id', detail: `run ${existing.id} exists with other properties` });
}

/** Makes a run, refused where an applicable hard budget or the wallet has nothing left. */
export function decideCreateRun(state: LedgerState, command: CreateRunCommand): Decision {
  const dimensions = canonicalLabels(state, command.dimensions);
  const agent = state.registry.get(registryKey('agent', dimensions.agent));
  const paused = refusalOfPause(agent, state.timeMs);
  if (paused !== null) return refuse(paused);
  const registration = register(state, dimensions, command.mayCreateAgent);
  if (registration.kind === 'refused') return refuse(registration.refusal);
  const request = {
    id: command.id,
    agent: dimensions.agent,
    workflow: dimensions.workflow,
    parent: command.parentRun,
    limitNanoUsd: command.limitNanoUsd,
  };
  const joined = joinRun(state, request, 'work');
  if (joined.kind === 'refused') return refuse(joined.refusal);
  if (!joined.created) return sameRun(joined.run, command);
  const runs = { get: (id: string) => (id === joined.run.id ? joined.run : state.runs.get(id)) };
  const legs = legsOf(
    { budgets: state.budgets, runs },
    { dimensions, run: joined.run.id, runPath: joined.run.path, budgetTimeMs: state.timeMs },
  );
  const refusal = admit(state, legs, nothing, 'probe');
  if (refusal !== null) return refuse(refusal);
  return {
    outcome: { kind: 'run', run: joined.run, created: true },
    effects: {
      runs: [joined.run],
      registered: registration.entries,
      created: [...registration.entries.map((entry) => entry.kind), 'run'],
    },
  };
}

/** Ends a run; it takes no more calls. Ending it again in the same way is harmless. */
export function decideFinishRun(state: LedgerState, command: FinishRunCommand): Decision {
  const run = state.runs.get(command.run);
  if (run === undefined || (command.onlyAgent !== null && run.agent !== command.onlyAgent)) {
    return refuse({ code: 'not_found', what: `run ${command.run}` });
  }
  if (run.status === command.status) return { outcome: { kind: 'run', run, created: false }, effects: null };
  if (run.status !== null) return refuse({ code: 'run_finished', run: run.id, status: run.status });
  const finished = { ...run, status: command.status, finishedMs: state.timeMs };
  return { outcome: { kind: 'run', run: finished, created: false }, effects: { runs: [finished] } };
}
