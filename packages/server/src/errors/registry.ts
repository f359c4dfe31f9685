/** One kind of error: what the caller is told in general, and what to do about it. */
export interface ErrorKind {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
}

function kind(status: number, title: string, advice: string): ErrorKind {
  return { status, title, advice };
}

/**
 * Every error that the API answers with, once. A test holds this list against docs/reference/errors.md, both ways.
 * A refusal of spending is never 409 or 5xx: official clients would try those again.
 */
export const errorKinds = {
  budget_exceeded: kind(
    402,
    'Budget exceeded',
    'Do not retry. Wait for resets_at, or ask the owner of the budget to raise its limit.',
  ),
  run_cap_exceeded: kind(
    402,
    'Run cap exceeded',
    'Do not retry. The run, or a run above it, has used up its cap: end it or raise the cap.',
  ),
  insufficient_credit: kind(402, 'Insufficient credit', 'Do not retry. Top up the wallet.'),
  budget_in_flight: kind(
    429,
    'Budget in flight',
    'Open reservations hold what is left. Try again after Retry-After: settling them may free enough.',
  ),
  rate_limited: kind(429, 'Rate limited', 'Try again after Retry-After, when the next window starts.'),
  agent_paused: kind(403, 'Agent paused', 'Do not retry. An operator paused this agent and can resume it.'),
  run_finished: kind(403, 'Run finished', 'Do not retry. Start a new run.'),
  forbidden: kind(403, 'Forbidden', 'Use a key that may do this.'),
  model_unpriced: kind(
    422,
    'Model unpriced',
    'Set a price override for the model, or a ceiling price for unknown models.',
  ),
  estimate_required: kind(422, 'Estimate required', 'Send amount_usd, or estimate with provider and model.'),
  run_agent_mismatch: kind(422, 'Run belongs to another agent', 'Use a run of this agent, or leave run out.'),
  invalid_usage: kind(422, 'Invalid usage', 'Correct the named figure: a part is larger than its whole.'),
  idempotency_mismatch: kind(
    422,
    'Idempotency mismatch',
    'The key, reference or id was used for another request. Use a new one.',
  ),
  refund_exceeds_unused: kind(
    422,
    'Refund exceeds what is unused',
    'Refund at most refundable_usd. What open reservations hold is free again when they close.',
  ),
  write_off_exceeds_debt: kind(
    422,
    'Write-off exceeds the debt',
    'Write off at most debt_usd: only a debt is given up.',
  ),
  label_cap_exceeded: kind(
    422,
    'Too many new labels today',
    'Reuse labels; new ones are capped per org and day, so that a label that varies cannot fill the store.',
  ),
  already_settled: kind(409, 'Already settled', 'Nothing: the first settle stands.'),
  reservation_not_open: kind(
    409,
    'Reservation not open',
    'Nothing: it was settled, released or expired. A settle is still accepted late.',
  ),
  name_taken: kind(409, 'Name taken', 'Choose another name, or change the one that exists.'),
  last_admin_key: kind(
    409,
    'Last admin key',
    'Make another admin key first: without one nobody could administer the org.',
  ),
  plan_outdated: kind(
    409,
    'Plan outdated',
    'Look at what the file would change now, and apply that. Nothing was changed.',
  ),
  channel_in_use: kind(409, 'Channel in use', 'Take the channel out of notify of the budgets that are named first.'),
  alert_resolved: kind(409, 'Alert resolved', 'Nothing: what is resolved stays so.'),
  invalid_request: kind(400, 'Invalid request', 'Correct the named field.'),
  sign_in_failed: kind(401, 'Sign-in failed', 'Check the email and the password; an owner can send a new link.'),
  sign_in_throttled: kind(429, 'Sign-in throttled', 'Wait as long as Retry-After says, then try again.'),
  csrf_failed: kind(
    403,
    'Request not from this page',
    'Read GET /v1/session and send its csrf_token as x-cofferdam-csrf.',
  ),
  link_invalid: kind(410, 'Link invalid', 'Ask an owner of the org for a new link.'),
  email_taken: kind(409, 'Email taken', 'Sign in, or use another email.'),
  last_owner: kind(409, 'Last owner', 'Make another owner first: without one nobody could invite people.'),
  too_many_listeners: kind(
    429,
    'Too many listeners',
    'Close a page that you do not look at, or ask for what you need every few seconds instead.',
  ),
  unauthenticated: kind(401, 'Unauthenticated', 'Send a valid key as Authorization: Bearer <key>.'),
  not_found: kind(404, 'Not found', 'Check the path and the id. What belongs to another org is not found either.'),
  payload_too_large: kind(413, 'Payload too large', 'Send less at once: split the array.'),
  unsupported_media_type: kind(415, 'Unsupported media type', 'Send application/json.'),
  target_forbidden: kind(
    403,
    'Target forbidden',
    'Do not retry. The base URL of the connection leads to an address that this server may not reach: correct it, or allow the address.',
  ),
  credential_unreadable: kind(
    403,
    'Credential unreadable',
    'Do not retry. Let an administrator set the api_key of the connection again.',
  ),
  upstream_unreachable: kind(
    502,
    'Upstream unreachable',
    'Try again: no connection to the provider could be made, and nothing was spent.',
  ),
  upstream_failed: kind(
    502,
    'Upstream failed',
    'Try again. The provider broke off or gave an answer that cannot be read; what it may have cost is charged.',
  ),
  upstream_timeout: kind(
    504,
    'Upstream timeout',
    'Try again, or raise the timeouts of the connection. What the call may have cost is charged.',
  ),
  webhook_signature_invalid: kind(
    400,
    'Webhook signature invalid',
    "Set COFFERDAM_STRIPE_WEBHOOK_SECRET to the signing secret of this endpoint, and check the server's clock.",
  ),
  payments_not_configured: kind(
    501,
    'Payments not configured',
    'Set COFFERDAM_STRIPE_SECRET_KEY and COFFERDAM_STRIPE_WEBHOOK_SECRET, or add credit with a top-up.',
  ),
  payment_processor_failed: kind(
    502,
    'Payment processor failed',
    'Try again with the same Idempotency-Key or reference: nothing is paid or booked twice.',
  ),
  overloaded: kind(503, 'Overloaded', 'Try again with the same Idempotency-Key after Retry-After.'),
  store_unavailable: kind(
    503,
    'Store unavailable',
    'Try again with the same Idempotency-Key after Retry-After. Nothing is admitted while the store cannot answer.',
  ),
  ledger_inconsistent: kind(
    500,
    'Ledger inconsistent',
    'Run `cofferdam verify`: somebody changed the database behind the back of the server.',
  ),
  internal: kind(500, 'Internal error', 'Report it with the request id; the detail is in the server log.'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
