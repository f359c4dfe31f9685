import { refusalOfPause } from '../actions/pause.ts';
import { withOneCall } from '../actions/restraint.ts';
import type { Dimensions } from '../budgets/dimensions.ts';
import { register, canonicalLabels } from '../registry/register.ts';
import { registryKey, type CreationKind, type RegistryEntry } from '../registry/entry.ts';
import { joinRun } from '../runs/join-run.ts';
import type { Run } from '../runs/run.ts';
import { admit, type Need, needOf, takesAllowance } from './admit.ts';
import { type Amounts, amountsOf, needFor } from './amounts.ts';
import type { ReserveCommand } from './commands.ts';
import { type CounterMove, refuse, type Decision } from './effects.ts';
import { alternativesFor, askerOf, fitCall } from './fit-call.ts';
import { counterOf, legsOf, type Leg } from './legs.ts';
import { type CounterView, viewCounter, type WalletView } from './outcomes.ts';
import type { Refusal } from './refusal.ts';
import type { Reservation } from './reservation.ts';
import type { LedgerState } from './state.ts';
import type { Wallet } from './wallet.ts';

/** Who a call acts as, once every label and its run have been looked up. */
export interface Caller {
  readonly dimensions: Dimensions;
  readonly run: string;
  readonly runPath: readonly string[];
  readonly runChange: Run | null;
  readonly registered: readonly RegistryEntry[];
  readonly created: readonly CreationKind[];
}

export interface CallerRequest {
  readonly dimensions: Dimensions;
  readonly run: string | null;
  readonly parentRun: string | null;
  readonly mayCreateAgent: boolean;
  /** The id that a call without a run is a run under. */
  readonly ownId: string;
}

function isRefusal(value: Caller | Refusal): value is Refusal {
  return 'code' in value;
}

/** Looks up the caller; refused where the agent is paused or the run is another's, finished or out of place. */
function identifyCaller(state: LedgerState, request: CallerRequest): Caller | Refusal {
  const dimensions = canonicalLabels(state, request.dimensions);
  const agent = state.registry.get(registryKey('agent', dimensions.agent));
  const paused = refusalOfPause(agent, state.timeMs);
  if (paused !== null) return paused;
  const registration = register(state, dimensions, request.mayCreateAgent);
  if (registration.kind === 'refused') return registration.refusal;
  const registered = registration.entries;
  const kinds = registered.map((entry) => entry.kind);
  if (request.run === null && request.parentRun === null) {
    const own = request.ownId;
    return { dimensions, run: own, runPath: [own], runChange: null, registered, created: kinds };
  }
  const runRequest = {
    id: request.run ?? request.ownId,
    agent: dimensions.agent,
    workflow: dimensions.workflow,
    parent: request.parentRun,
    limitNanoUsd: null,
  };
  const joined = joinRun(state, runRequest, 'work');
  if (joined.kind === 'refused') return joined.refusal;
  const { run } = joined;
  if (run.status !== null) return { code: 'run_finished', run: run.id, status: run.status };
  const created: CreationKind[] = joined.created ? [...kinds, 'run'] : kinds;
  return { dimensions, run: run.id, runPath: run.path, runChange: joined.change, registered, created };
}

function newReservation(state: LedgerState, command: ReserveCommand, caller: Caller, amounts: Amounts): Reservation {
  return {
    id: command.id,
    dimensions: caller.dimensions,
    run: caller.run,
    runPath: caller.runPath,
    amountNanoUsd: amounts.usd,
    tokens: amounts.tokens,
    createdMs: state.timeMs,
    expiresMs: state.timeMs + command.ttlMs,
    onExpiry: command.onExpiry,
    origin: command.origin,
    walletHeld: state.wallet.mode !== 'postpaid',
    state: 'held',
    closedMs: null,
    costNanoUsd: null,
    expiryRecordId: null,
    settleHash: null,
    settleAnswer: null,
  };
}

function viewWallet(wallet: Wallet, reservedMove: bigint): WalletView | null {
  return wallet.mode === 'postpaid' ? null : { ...wallet, reserved: wallet.reserved + reservedMove };
}

/** The amounts that are admitted, or why none are. */
function admitAmounts(state: LedgerState, command: ReserveCommand, legs: readonly Leg[]): Amounts | Refusal {
  const { bound } = command;
  const asker = askerOf(command);
  if (bound !== undefined) return fitCall(state, command.dimensions, bound, legs, asker);
  const amounts = amountsOf(state, command, legs);
  if ('code' in amounts) return amounts;
  return admit(state, legs, needFor(amounts), 'reserve', asker) ?? amounts;
}

function refuseCall(state: LedgerState, command: ReserveCommand, caller: Caller, refusal: Refusal): Decision {
  const alternatives = alternativesFor(state, command, caller, refusal);
  if (alternatives.length === 0) return refuse(refusal);
  return { outcome: { kind: 'refused', refusal, alternatives }, effects: null };
}

/**
 * Sets money aside, or says why not. Refusals come in the contract's order: agent_paused, run_finished,
 * model_unpriced, terminal, rate_limited, budget_in_flight. After admission it must succeed.
 */
export function decideReserve(state: LedgerState, command: ReserveCommand): Decision {
  const caller = identifyCaller(state, { ...command, ownId: command.id });
  if (isRefusal(caller)) return refuse(caller);
  const legs = legsOf(state, { ...caller, budgetTimeMs: state.timeMs });
  const amounts = admitAmounts(state, command, legs);
  if ('code' in amounts) return refuseCall(state, command, caller, amounts);
  return hold(state, command, caller, legs, amounts);
}

/** What an admitted call takes of a counter; a last call takes the allowance where it does not fit without. */
function holdIn(state: LedgerState, command: ReserveCommand, leg: Leg, need: Need): CounterMove {
  const counter = counterOf(state, leg);
  const reserved = needOf(need, leg.limit);
  const restraint = withOneCall(leg.limit, counter, state.timeMs);
  const move = { key: leg.key, counter, spent: 0n, reserved, ...(restraint === undefined ? {} : { restraint }) };
  const takes = command.final === true && takesAllowance(leg.limit, counter, reserved);
  return takes ? { ...move, woundDownBy: command.id } : move;
}

function viewAfter(leg: Leg, { counter, reserved, woundDownBy }: CounterMove): CounterView {
  const view = viewCounter(leg.limit, counter);
  return { ...view, reserved: view.reserved + reserved, woundDownBy: woundDownBy ?? view.woundDownBy };
}

function hold(
  state: LedgerState,
  command: ReserveCommand,
  caller: Caller,
  legs: readonly Leg[],
  amounts: Amounts,
): Decision {
  const need = needFor(amounts);
  const reservation = newReservation(state, command, caller, amounts);
  const moves = legs.map((leg) => holdIn(state, command, leg, need));
  const held = reservation.walletHeld ? amounts.usd : 0n;
  return {
    outcome: {
      kind: 'reserved',
      reservation,
      maxOutputTokens: amounts.maxOutputTokens,
      final: moves.some((move) => move.woundDownBy !== undefined),
      counters: legs.map((leg, index) => viewAfter(leg, moves[index]!)),
      wallet: viewWallet(state.wallet, held),
    },
    effects: {
      reservation,
      counters: moves,
      ...(held === 0n ? {} : { wallet: { balance: 0n, reserved: held } }),
      ...(caller.runChange === null ? {} : { runs: [caller.runChange] }),
      ...(caller.registered.length === 0 ? {} : { registered: caller.registered }),
      ...(caller.created.length === 0 ? {} : { created: caller.created }),
    },
  };
}
