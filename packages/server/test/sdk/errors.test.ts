import { ApiError, errorOf } from '@cofferdam/sdk';
import { expect, test } from 'vitest';
import { errorKinds } from '../../src/errors/registry.ts';

/** The class of every code of the registry, written down by hand. */
const classes: Readonly<Record<keyof typeof errorKinds, string>> = {
  budget_exceeded: 'BudgetExhaustedError',
  run_cap_exceeded: 'RunCapExceededError',
  insufficient_credit: 'InsufficientCreditError',
  budget_in_flight: 'BudgetInFlightError',
  rate_limited: 'RateLimitedError',
  agent_paused: 'AgentPausedError',
  run_finished: 'RunFinishedError',
  forbidden: 'ForbiddenError',
  model_unpriced: 'ModelUnpricedError',
  estimate_required: 'ValidationError',
  run_agent_mismatch: 'ValidationError',
  invalid_usage: 'ValidationError',
  idempotency_mismatch: 'IdempotencyMismatchError',
  refund_exceeds_unused: 'ValidationError',
  write_off_exceeds_debt: 'ValidationError',
  label_cap_exceeded: 'ValidationError',
  already_settled: 'ConflictError',
  reservation_not_open: 'ConflictError',
  name_taken: 'ConflictError',
  plan_outdated: 'ConflictError',
  last_admin_key: 'ConflictError',
  channel_in_use: 'ConflictError',
  alert_resolved: 'ConflictError',
  invalid_request: 'ValidationError',
  sign_in_failed: 'AuthenticationError',
  sign_in_throttled: 'RateLimitedError',
  csrf_failed: 'ForbiddenError',
  link_invalid: 'GoneError',
  email_taken: 'ConflictError',
  last_owner: 'ConflictError',
  too_many_listeners: 'RateLimitedError',
  unauthenticated: 'AuthenticationError',
  not_found: 'NotFoundError',
  payload_too_large: 'ValidationError',
  unsupported_media_type: 'ValidationError',
  target_forbidden: 'ForbiddenError',
  credential_unreadable: 'ForbiddenError',
  upstream_unreachable: 'UnavailableError',
  upstream_failed: 'UnavailableError',
  upstream_timeout: 'UnavailableError',
  webhook_signature_invalid: 'ValidationError',
  payments_not_configured: 'ServerError',
  payment_processor_failed: 'UnavailableError',
  overloaded: 'UnavailableError',
  store_unavailable: 'UnavailableError',
  ledger_inconsistent: 'ServerError',
  internal: 'ServerError',
};

test('every code of the registry has its class', () => {
  const found = Object.entries(errorKinds).map(([code, { status, title }]) => {
    const error = errorOf({ status, problem: { code, title }, retryAfterMs: null, isFinal: true });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code, status, message: title });
    return [code, error.name];
  });
  expect(Object.fromEntries(found)).toEqual(classes);
});

test('a code that is not known has the class of its status, and a status that is not known is an ApiError', () => {
  const named = (status: number): string =>
    errorOf({ status, problem: { code: 'constructor' }, retryAfterMs: null, isFinal: true }).name;
  expect([402, 418, 429].map(named)).toEqual(['BudgetExhaustedError', 'ApiError', 'RateLimitedError']);
});
