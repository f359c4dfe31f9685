import type { AlertedBudget, AlertEvent, Restriction } from '@cofferdam/core';
import type { AlertFigures, NewAlert, Severity } from './alert.ts';
import { alertId } from './alert-id.ts';

type ByType<Value> = { readonly [type in AlertEvent['type']]: Value };

/** How grave each is: what stops work, or has cost money that nobody counts, comes first. */
const severities: ByType<Severity> = {
  budget_threshold: 'warning',
  budget_exhausted: 'critical',
  budget_refused: 'critical',
  budget_overrun_projected: 'warning',
  wallet_empty: 'critical',
  wallet_low: 'warning',
  reservation_expired: 'info',
  model_unpriced: 'warning',
};

function figuresOfBudget(budget: AlertedBudget, amounts: Readonly<Record<string, bigint>> = {}): AlertFigures {
  const { unit, limit, spent, reserved, per, window, timeZone, enforcement } = budget;
  const all = Object.entries({ limit, spent, reserved, ...amounts });
  return {
    unit,
    amounts: Object.fromEntries(all.map(([name, amount]) => [name, amount.toString()])),
    facts: { per, window, time_zone: timeZone, enforcement },
  };
}

/** What the budget did about it, for the texts. */
function withAction(figures: AlertFigures, action: Restriction | null): AlertFigures {
  if (action === null) return figures;
  const { kind, requestsPerMinute, agent } = action;
  const rate = requestsPerMinute === null ? {} : { throttle_per_minute: String(requestsPerMinute) };
  const paused = agent === null ? {} : { paused_agent: agent };
  return { ...figures, facts: { ...figures.facts, action: kind, ...rate, ...paused } };
}

/** What holds an agent up is graver than what only tells. */
function severityOf(event: AlertEvent): Severity {
  const holds = 'action' in event && event.action !== null && event.action.kind !== 'throttle';
  return holds ? 'critical' : severities[event.type];
}

function figuresOf(event: AlertEvent): AlertFigures {
  switch (event.type) {
    case 'budget_threshold':
    case 'budget_exhausted':
      return withAction(figuresOfBudget(event.budget), event.action);
    case 'budget_refused':
      return figuresOfBudget(event.budget, { required: event.required });
    case 'budget_overrun_projected': {
      const figures = figuresOfBudget(event.budget, { projected: event.projected });
      return { ...figures, facts: { ...figures.facts, crosses_at: new Date(event.crossesAtMs).toISOString() } };
    }
    case 'wallet_empty': {
      const { balance, overdraftLimit } = event;
      return { unit: 'usd', amounts: { balance: `${balance}`, overdraft_limit: `${overdraftLimit}` }, facts: {} };
    }
    case 'wallet_low': {
      const { balance, lowBalance } = event;
      const amounts = { balance: `${balance}`, low_balance: `${lowBalance}` };
      return { unit: 'usd', amounts, facts: { condition: 'amount' } };
    }
    case 'reservation_expired': {
      const { reservationId, amountNanoUsd } = event;
      return { unit: 'usd', amounts: { reserved: `${amountNanoUsd}` }, facts: { reservation: reservationId } };
    }
    case 'model_unpriced':
      return { unit: 'usd', amounts: {}, facts: { provider: event.provider, model: event.model } };
  }
}

/** An event of the ledger as the alert that is stored. */
export function alertOfEvent(event: AlertEvent, timeMs: number): NewAlert {
  const budget = 'budget' in event ? event.budget : null;
  const figures = figuresOf(event);
  const run = event.run === null ? {} : { run: event.run };
  return {
    id: alertId(timeMs, event.dedupeKey),
    type: event.type,
    severity: severityOf(event),
    dedupeKey: event.dedupeKey,
    budgetId: budget?.budgetId ?? null,
    budgetName: budget?.name ?? null,
    owner: budget?.owner ?? null,
    agent: event.agent,
    team: event.team,
    subject: budget?.subject ?? null,
    windowStartMs: budget?.windowStartMs ?? null,
    windowEndMs: budget?.windowEndMs ?? null,
    limitVersion: budget?.limitVersion ?? null,
    thresholdPpm: 'thresholdPpm' in event ? event.thresholdPpm : null,
    timeMs,
    figures: { ...figures, facts: { ...figures.facts, ...run } },
    notify: budget?.notify ?? [],
  };
}
