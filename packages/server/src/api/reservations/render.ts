import {
  formatUsd,
  type CounterView,
  type Outcome,
  type Reservation,
  walletAvailable,
  type WalletView,
} from '@cofferdam/core';
import { limitFigures } from '../../errors/describe-refusal.ts';
import { tightestRateLimit } from '../../errors/rate-limit-fields.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { renderWith, timeText, timeTextOrNull, unexpected } from '../render.ts';
import { costText } from '../usage/render-record.ts';

function renderCounter(view: CounterView): Record<string, unknown> {
  const { limit, subject, windowStartMs } = view;
  return {
    id: limit.id,
    name: limit.name,
    per: limit.per,
    subject,
    window_start: timeText(windowStartMs),
    enforcement: limit.hard ? 'hard' : 'soft',
    ...limitFigures(limit, view),
  };
}

function renderWallet(wallet: WalletView | null): Record<string, string> | null {
  if (wallet === null) return null;
  return {
    balance_usd: formatUsd(wallet.balance),
    reserved_usd: formatUsd(wallet.reserved),
    available_usd: formatUsd(walletAvailable(wallet)),
  };
}

/** A reservation as it stands. */
export function renderReservation(reservation: Reservation): Record<string, unknown> {
  const { agent, workflow, connection, user, team, provider, model } = reservation.dimensions;
  return {
    id: reservation.id,
    state: reservation.state,
    amount_usd: formatUsd(reservation.amountNanoUsd),
    created_at: timeText(reservation.createdMs),
    expires_at: timeText(reservation.expiresMs),
    on_expiry: reservation.onExpiry,
    closed_at: timeTextOrNull(reservation.closedMs),
    cost_usd: costText(reservation.costNanoUsd),
    agent,
    workflow,
    connection,
    user,
    team,
    run: reservation.run,
    provider,
    model,
  };
}

const renderHeld = renderWith(201, (outcome) => {
  if (outcome.kind !== 'reserved') return unexpected(outcome);
  const { reservation, final, counters, wallet } = outcome;
  return {
    id: reservation.id,
    state: reservation.state,
    amount_usd: formatUsd(reservation.amountNanoUsd),
    expires_at: timeText(reservation.expiresMs),
    run: reservation.run,
    final,
    budgets: counters.map(renderCounter),
    wallet: renderWallet(wallet),
  };
});

/** A new reservation; where a rate limit matched it, the tightest one is in the header fields too. */
export function renderReserved(outcome: Outcome): Rendered {
  const rendered = renderHeld(outcome);
  if (outcome.kind !== 'reserved') return rendered;
  const headers = tightestRateLimit(outcome.counters, outcome.reservation.createdMs);
  return headers === undefined ? rendered : { ...rendered, headers };
}

export const renderSettled = renderWith(200, (outcome) => {
  if (outcome.kind !== 'settled') return unexpected(outcome);
  const { reservation, records, costNanoUsd, overage, late, estimated, unpriced } = outcome.settlement;
  return {
    id: reservation.id,
    state: reservation.state,
    cost_usd: costText(costNanoUsd),
    usage_records: records.map(({ id, type, dimensions, costNanoUsd: cost }) => ({
      id,
      type,
      provider: dimensions.provider,
      model: dimensions.model,
      cost_usd: costText(cost),
    })),
    overage,
    late,
    estimated,
    unpriced,
  };
});

/** A release or an extension answers with the reservation. */
export const renderChanged = renderWith(200, (outcome: Outcome) =>
  'reservation' in outcome ? renderReservation(outcome.reservation) : unexpected(outcome),
);
