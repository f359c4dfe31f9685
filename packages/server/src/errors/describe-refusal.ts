import {
  availableOf,
  type CounterView,
  formatUsd,
  type Limit,
  type PauseCause,
  type Refusal,
  type Shortfall,
  type TakenAction,
  type Unit,
  type WalletShortfall,
  windDownAvailableOf,
} from '@cofferdam/core';
import { problemOf, type Problem } from './problem.ts';

const unitWords: { readonly [unit in Unit]: string } = {
  usd: 'USD',
  tokens: 'tokens',
  requests: 'requests',
  concurrent: 'open reservations',
};

/** A figure in a budget's unit, as the wire shows it: USD as a decimal string, counts as numbers. */
export function figure(unit: Unit, amount: bigint): string | number {
  return unit === 'usd' ? formatUsd(amount) : Number(amount);
}

function said(unit: Unit, amount: bigint): string {
  return `${figure(unit, amount)} ${unitWords[unit]}`;
}

// A storm of refusals asks for the same few zones over and over, and a formatter is slow to make. Zones are finitely many.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();

function formatOf(
  known: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  make: () => Intl.DateTimeFormat,
): Intl.DateTimeFormat {
  const format = known.get(timeZone) ?? make();
  known.set(timeZone, format);
  return format;
}

function localDate(timeMs: number, timeZone: string): string {
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return formatOf(dateFormats, timeZone, () => new Intl.DateTimeFormat('en-CA', options)).format(timeMs);
}

function localTime(timeMs: number, timeZone: string): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = formatOf(timeFormats, timeZone, () => new Intl.DateTimeFormat('en-GB', options)).format(timeMs);
  return `${localDate(timeMs, timeZone)} ${time}`;
}

/** The window as a person reads it: "for 2026-11-23 (Europe/Berlin)". */
function spanOf({ limit, windowStartMs }: Shortfall): string {
  if (limit.unit === 'concurrent' || limit.window === 'lifetime') return '';
  if (limit.window === 'run') return '';
  const { timeZone } = limit;
  if (limit.window === 'day') return ` for ${localDate(windowStartMs, timeZone)} (${timeZone})`;
  if (limit.window === 'minute' || limit.window === 'hour') {
    return ` for the ${limit.window} from ${localTime(windowStartMs, timeZone)} (${timeZone})`;
  }
  return ` for the ${limit.window} from ${localDate(windowStartMs, timeZone)} (${timeZone})`;
}

function subjectOf({ limit, subject }: Shortfall): string {
  return limit.per === 'org' ? 'the org' : `${limit.per} ${subject}`;
}

/** What a caller that is about to stop can still do, and that nobody can do it again. */
function lastCall({ limit, spent, reserved, woundDownBy }: Shortfall): string {
  if (limit.windDown === 0n) return '';
  if (woundDownBy !== null) return '. The allowance for a last call is taken';
  const left = windDownAvailableOf(limit, { spent, reserved, woundDownBy });
  return left === 0n ? '' : `. One last call may use up to ${said(limit.unit, left)}`;
}

function detailOf(shortfall: Shortfall, inFlight: boolean): string {
  const { limit, reserved, required } = shortfall;
  const left = availableOf(limit, shortfall);
  const held = inFlight ? `, while ${said(limit.unit, reserved)} are held by open reservations` : '';
  return (
    `${subjectOf(shortfall)} has ${said(limit.unit, left)} left of ${said(limit.unit, limit.amount)}` +
    `${spanOf(shortfall)}${held}; this call needs up to ${said(limit.unit, required)}${lastCall(shortfall)}`
  );
}

/** What an action at a share of the limit says to who is held by it, and how it ends. */
function restrictedDetail(shortfall: Shortfall, action: TakenAction): string {
  const { limit, windowEndMs } = shortfall;
  const held =
    action.kind === 'block' ? 'is blocked' : `is throttled to ${action.requestsPerMinute ?? 0} requests a minute`;
  const until =
    windowEndMs === null
      ? 'until an operator lifts it'
      : `until ${localTime(windowEndMs, limit.timeZone)} (${limit.timeZone}), unless an operator lifts it`;
  return (
    `${subjectOf(shortfall)} ${held} ${until}: it reached ${action.atPpm / 10_000} % of ` +
    `${said(limit.unit, limit.amount)} of budget ${limit.name}${spanOf(shortfall)}`
  );
}

function restrictedProblem(
  code: 'budget_exceeded' | 'run_cap_exceeded' | 'rate_limited',
  shortfall: Shortfall,
  action: TakenAction,
): Problem {
  const { id, kind, requestsPerMinute } = action;
  const rate = requestsPerMinute === null ? {} : { requests_per_minute: requestsPerMinute };
  const members = { ...budgetMembers(shortfall), restriction: id, action: kind, ...rate };
  return problemOf(code, restrictedDetail(shortfall, action), members);
}

type Figures = Pick<CounterView, 'spent' | 'reserved' | 'woundDownBy'>;

/**
 * The figures of a limit, each under a name that carries its unit. What is kept for a last call is not available to
 * others: it has a figure of its own.
 */
export function limitFigures(limit: Limit, counter: Figures): Record<string, string | number> {
  const { unit, amount } = limit;
  const { spent, reserved } = counter;
  const available = availableOf(limit, counter);
  // Spelled out for USD, which is on every answer of the hot path: an object with computed names is made far slower.
  if (unit === 'usd') {
    const figures = {
      limit_usd: formatUsd(amount),
      spent_usd: formatUsd(spent),
      reserved_usd: formatUsd(reserved),
      available_usd: formatUsd(available),
    };
    if (limit.windDown === 0n) return figures;
    return { ...figures, wind_down_available_usd: formatUsd(windDownAvailableOf(limit, counter)) };
  }
  return {
    [`limit_${unit}`]: Number(amount),
    [`spent_${unit}`]: Number(spent),
    [`reserved_${unit}`]: Number(reserved),
    [`available_${unit}`]: Number(available),
  };
}

function timeOf(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

function untilText(timeMs: number | null): string {
  return timeMs === null ? '' : ` until ${timeOf(timeMs)}`;
}

function budgetMembers(shortfall: Shortfall): Record<string, unknown> {
  const { limit, subject, required, windowEndMs } = shortfall;
  return {
    budget: limit.id,
    budget_name: limit.name,
    per: limit.per,
    subject,
    ...limitFigures(limit, shortfall),
    [`required_${limit.unit}`]: figure(limit.unit, required),
    resets_at: windowEndMs === null ? null : timeOf(windowEndMs),
  };
}

function walletProblem(code: 'insufficient_credit' | 'budget_in_flight', wallet: WalletShortfall): Problem {
  const { balance, reserved, creditLine, frozen, required } = wallet;
  const available = balance + creditLine - reserved;
  const held = code === 'budget_in_flight' ? `, while ${formatUsd(reserved)} USD are held by open reservations` : '';
  return problemOf(
    code,
    frozen
      ? `a payment is disputed, and ${formatUsd(-balance)} USD are owed: nothing is admitted until they are paid`
      : `the wallet has ${formatUsd(available)} USD left${held}; this call needs up to ${formatUsd(required)} USD`,
    {
      balance_usd: formatUsd(balance),
      reserved_usd: formatUsd(reserved),
      available_usd: formatUsd(available),
      required_usd: formatUsd(required),
    },
  );
}

/** What paused an agent, under the wire's names; an operator's name is not told to callers. */
function causeMembers(cause: PauseCause | null): Record<string, string> {
  if (cause === null) return {};
  if (cause.kind === 'anomaly') return { alert: cause.alertId };
  return { budget: cause.budgetId, budget_name: cause.budgetName, restriction: cause.restrictionId, action: 'pause' };
}

function causeText(cause: PauseCause | null): string {
  if (cause === null) return '';
  return cause.kind === 'budget' ? ` by budget ${cause.budgetName}` : ' for spend out of character';
}

function pausedProblem({ agent, untilMs, cause }: Refusal & { readonly code: 'agent_paused' }): Problem {
  const members = { agent, resumes_at: untilMs === null ? null : timeOf(untilMs), ...causeMembers(cause) };
  return problemOf('agent_paused', `agent ${agent} is paused${causeText(cause)}${untilText(untilMs)}`, members);
}

function unpricedProblem(provider: string, model: string): Problem {
  const detail =
    `there is no price for ${provider}/${model}, and a hard limit applies or no amount was given. ` +
    "Check the model's name, or let an administrator set a price or a ceiling price";
  return problemOf('model_unpriced', detail, { provider, model });
}

/** What a refusal of the core says to the caller. */
export function describeRefusal(refusal: Refusal): Problem {
  switch (refusal.code) {
    case 'budget_exceeded':
    case 'run_cap_exceeded':
    case 'rate_limited':
      if (refusal.restriction !== undefined)
        return restrictedProblem(refusal.code, refusal.shortfall, refusal.restriction);
      return problemOf(refusal.code, detailOf(refusal.shortfall, false), budgetMembers(refusal.shortfall));
    case 'budget_in_flight':
      if ('wallet' in refusal) return walletProblem('budget_in_flight', refusal.wallet);
      return problemOf(refusal.code, detailOf(refusal.shortfall, true), budgetMembers(refusal.shortfall));
    case 'insufficient_credit':
      return walletProblem('insufficient_credit', refusal.shortfall);
    case 'agent_paused':
      return pausedProblem(refusal);
    case 'run_finished':
      return problemOf(refusal.code, `run ${refusal.run} is finished: ${refusal.status}`, { run: refusal.run });
    case 'run_agent_mismatch':
      return problemOf(refusal.code, `run ${refusal.run} belongs to agent ${refusal.boundTo}`, {
        run: refusal.run,
        agent: refusal.agent,
      });
    case 'model_unpriced':
      return unpricedProblem(refusal.provider, refusal.model);
    case 'label_cap_exceeded':
      return problemOf(refusal.code, `${refusal.cap} new values of ${refusal.label} were made today`, {
        field: refusal.label,
      });
    case 'not_found':
      return problemOf(refusal.code, `there is no ${refusal.what}`);
    case 'invalid_request':
      return problemOf(refusal.code, `${refusal.field}: ${refusal.detail}`, { field: refusal.field });
    case 'already_settled':
    case 'reservation_not_open':
      return problemOf(refusal.code, `the reservation is ${refusal.state}`, { state: refusal.state });
    case 'refund_exceeds_unused':
      return problemOf(
        refusal.code,
        `${formatUsd(refusal.asked)} USD cannot be refunded: ${formatUsd(refusal.refundable)} USD of it are unused and not held by open reservations`,
        { lot: refusal.lot, refundable_usd: formatUsd(refusal.refundable) },
      );
    case 'write_off_exceeds_debt':
      return problemOf(
        refusal.code,
        `${formatUsd(refusal.asked)} USD cannot be written off: the debt is ${formatUsd(refusal.debt)} USD`,
        { debt_usd: formatUsd(refusal.debt) },
      );
    case 'estimate_required':
    case 'idempotency_mismatch':
      return problemOf(refusal.code, refusal.detail);
  }
}

/** Seconds after which trying again makes sense; only what a short wait cures has them. */
export function retryAfterSeconds(refusal: Refusal): number | undefined {
  if (refusal.code === 'budget_in_flight') return 1;
  return refusal.code === 'rate_limited' ? Math.max(1, Math.ceil(refusal.retryAfterMs / 1000)) : undefined;
}
