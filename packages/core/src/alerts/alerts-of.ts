import type { Budget } from '../budgets/budget.ts';
import type { Counter } from '../budgets/counter.ts';
import { matches, subjectsOf } from '../budgets/dimensions.ts';
import { creationDay } from '../registry/entry.ts';
import type { Command } from '../ledger/commands.ts';
import type { Restriction } from '../actions/restriction.ts';
import type { Decision, Effects } from '../ledger/effects.ts';
import { movements } from '../ledger/movements.ts';
import type { Refusal, Shortfall } from '../ledger/refusal.ts';
import type { LedgerState } from '../ledger/state.ts';
import { isOfModel } from '../ledger/usage-record.ts';
import type { AlertedBudget, AlertedCaller, AlertEvent } from './alert-event.ts';
import { markedBudgets } from './budget-marks.ts';
import type { UsageRecord } from '../ledger/usage-record.ts';
import { walletEvents } from './wallet-alerts.ts';

type Figures = Pick<Counter, 'subject' | 'windowStartMs' | 'windowEndMs' | 'spent' | 'reserved'>;

/** A counter of a budget, as an alert shows it. */
export function alertedBudget(budget: Budget, figures: Figures): AlertedBudget {
  const { id: budgetId, name, owner, per, window, timeZone, enforcement, unit, limit, limitVersion, notify } = budget;
  const { subject, windowStartMs, windowEndMs, spent, reserved } = figures;
  return {
    budgetId,
    name,
    owner,
    per,
    subject,
    windowStartMs,
    windowEndMs,
    window,
    timeZone,
    enforcement,
    unit,
    limit,
    limitVersion,
    spent,
    reserved,
    notify,
  };
}

function windowName({ budgetId, limitVersion, subject, windowStartMs }: AlertedBudget): string {
  return `${budgetId} v${limitVersion} ${windowStartMs} ${subject}`;
}

const gravity = ['throttle', 'pause', 'block'];

/** What was done at this share, the gravest where it is more than one thing; null where nothing was. */
function gravestAt(
  restrictions: readonly Restriction[],
  { budgetId, subject, windowStartMs }: AlertedBudget,
  thresholdPpm: number,
): Restriction | null {
  const taken = restrictions.filter(
    (one) =>
      one.atPpm === thresholdPpm &&
      one.budgetId === budgetId &&
      one.subject === subject &&
      one.windowStartMs === windowStartMs,
  );
  return taken.toSorted((a, b) => gravity.indexOf(b.kind) - gravity.indexOf(a.kind))[0] ?? null;
}

/** A threshold that a counter has reached; raising the limit makes another version of it, which can be reached anew. */
export function thresholdEvent(
  budget: AlertedBudget,
  thresholdPpm: number,
  caller: AlertedCaller,
  restrictions: readonly Restriction[] = [],
): AlertEvent {
  const type = thresholdPpm === 1_000_000 ? 'budget_exhausted' : 'budget_threshold';
  const action = gravestAt(restrictions, budget, thresholdPpm);
  const dedupeKey = `threshold ${thresholdPpm} ${windowName(budget)}`;
  return { type, dedupeKey, budget, thresholdPpm, action, ...caller };
}

/** A limit that will be passed at the present pace; a changed limit makes another one of it, which is told anew. */
export function overrunEvent(
  budget: AlertedBudget,
  { projected, crossesAtMs }: { readonly projected: bigint; readonly crossesAtMs: number },
  caller: AlertedCaller,
): AlertEvent {
  const dedupeKey = `overrun ${windowName(budget)}`;
  return { type: 'budget_overrun_projected', dedupeKey, budget, projected, crossesAtMs, ...caller };
}

/** The keys of what is told when a limit is reached: after that nobody needs to hear that it will be. */
export function reachedKeys(budget: AlertedBudget): readonly string[] {
  return [`refused ${windowName(budget)}`, `threshold 1000000 ${windowName(budget)}`];
}

const nobody: AlertedCaller = { agent: null, team: null, run: null };

type Source = Pick<UsageRecord, 'dimensions' | 'run'>;

function callerIn({ dimensions: { agent, team }, run }: Source): AlertedCaller {
  return { agent, team, run };
}

function callerOf({ usage, reservation }: Effects): AlertedCaller {
  const source = usage?.[0] ?? reservation;
  return source === undefined ? nobody : callerIn(source);
}

/** Whose charge a budget has counted for a subject last: the usage of a report may be of many agents. */
function spenderOf(state: LedgerState, effects: Effects, budget: Budget, subject: string): AlertedCaller {
  const paths = new Map(effects.runs?.map(({ id, path }) => [id, path]));
  const counted = effects.usage?.findLast(({ dimensions, run }) => {
    const path = paths.get(run) ?? state.runs.get(run)?.path ?? [run];
    return matches(budget, dimensions) && subjectsOf(budget, dimensions, path).includes(subject);
  });
  return counted === undefined ? callerOf(effects) : callerIn(counted);
}

function crossings(state: LedgerState, effects: Effects): AlertEvent[] {
  const events: AlertEvent[] = [];
  const budgets = markedBudgets(state.budgets);
  for (const { counter, spent, reserved } of movements(effects.counters ?? [])) {
    const marked = spent > 0n ? budgets.get(counter.budgetId) : undefined;
    if (marked === undefined) continue;
    const after = counter.spent + spent;
    for (const { ppm, amount } of marked.marks) {
      if (counter.spent >= amount || after < amount) continue;
      const figures = { ...counter, spent: after, reserved: counter.reserved + reserved };
      const caller = spenderOf(state, effects, marked.budget, counter.subject);
      events.push(thresholdEvent(alertedBudget(marked.budget, figures), ppm, caller, effects.restrictions));
    }
  }
  return events;
}

function unpricedEvents({ timeMs }: LedgerState, effects: Effects): AlertEvent[] {
  return (effects.usage ?? []).flatMap((record): AlertEvent[] => {
    const { provider, model } = record.dimensions;
    if (record.costNanoUsd !== null || !isOfModel(record) || provider === null || model === null) return [];
    const dedupeKey = `model_unpriced ${provider}/${model} ${creationDay(timeMs)}`;
    return [{ type: 'model_unpriced', dedupeKey, provider, model, ...callerIn(record) }];
  });
}

const hourMs = 3_600_000;

/** Of an agent that dies over and over one is told each hour. */
function expiryEvents({ timeMs }: LedgerState, { outcome }: Decision): AlertEvent[] {
  if (outcome.kind !== 'expired') return [];
  const { id: reservationId, amountNanoUsd, dimensions, run } = outcome.reservation;
  const { agent, team } = dimensions;
  const dedupeKey = `reservation_expired ${agent} ${Math.floor(timeMs / hourMs)}`;
  return [{ type: 'reservation_expired', dedupeKey, reservationId, amountNanoUsd, agent, team, run }];
}

function shortfallOf(refusal: Refusal): Shortfall | null {
  if (refusal.code !== 'budget_exceeded' && refusal.code !== 'rate_limited') return null;
  // What a restriction refuses was told of when it was taken.
  return refusal.restriction === undefined ? refusal.shortfall : null;
}

/** The first refusal of a window, for each budget and subject: told for good, and not for what a wait cures. */
function refusalEvents(state: LedgerState, command: Command, refusal: Refusal): AlertEvent[] {
  const shortfall = shortfallOf(refusal);
  const budget = shortfall === null ? undefined : markedBudgets(state.budgets).get(shortfall.limit.id)?.budget;
  if (shortfall === null || budget === undefined) return [];
  const alerted = alertedBudget(budget, shortfall);
  const caller: AlertedCaller =
    'dimensions' in command ? { agent: command.dimensions.agent, team: command.dimensions.team, run: null } : nobody;
  const dedupeKey = `refused ${windowName(alerted)}`;
  return [{ type: 'budget_refused', dedupeKey, budget: alerted, required: shortfall.required, ...caller }];
}

/** Of history only what is still so: a window that is over cannot be acted on, nor a price that was missing then. */
function historyEvents(state: LedgerState, effects: Effects): AlertEvent[] {
  return crossings(state, effects).filter(
    (event) => !('budget' in event) || event.budget.windowEndMs === null || event.budget.windowEndMs > state.timeMs,
  );
}

/** What a decision is to tell people, given the state before its effects. Pure, and cheap where there is nothing. */
export function alertsOf(state: LedgerState, command: Command, decision: Decision): readonly AlertEvent[] {
  const { outcome, effects } = decision;
  if (outcome.kind === 'refused') return refusalEvents(state, command, outcome.refusal);
  if (effects === null) return [];
  if (command.kind === 'record' && command.history === true) return historyEvents(state, effects);
  return [
    ...crossings(state, effects),
    ...walletEvents(state, effects, callerOf(effects)),
    ...unpricedEvents(state, effects),
    ...expiryEvents(state, decision),
  ];
}
