import type { Method, Request } from '../nodes/caller.ts';
import type { Action, BudgetTerms, Deed, Labels, Spent } from '../plan/action.ts';
import { type Book, type OrgBook, pickFrom } from './book.ts';
import { usdText } from './usd.ts';

/** The one model that work is reported of: 0.15 and 0.60 USD per million tokens, cached 0.075. */
const model = { provider: 'openai', model: 'gpt-4o-mini' };

/** A call, and what of the org it is about. */
export interface Asked {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  readonly target?: string;
  /** Made once by its own name, without an Idempotency-Key. */
  readonly isNamed?: boolean;
  readonly key?: string;
}

interface Asking {
  readonly action: Action;
  readonly org: OrgBook;
  readonly book: Book;
  readonly nowMs: number;
}

function post(path: string, body: unknown, more: Partial<Asked> = {}): Asked {
  return { method: 'POST', path, body, ...more };
}

/** The user is the action: every row in the database says by it which call made it. */
export function userOf(index: number): string {
  return `u${index}`;
}

function labels({ run, ...own }: Labels, index: number): Record<string, unknown> {
  return { ...own, user: userOf(index), ...(run === undefined ? {} : { run }) };
}

function spentFields(spent: Spent): Record<string, unknown> {
  if (spent.kind === 'cost') return { cost_usd: usdText(spent.nanoUsd) };
  if (spent.kind === 'unknown') return { usage: null };
  const { input, cached, output } = spent;
  return { usage: { ...model, input_tokens: input, cache_read_tokens: cached, output_tokens: output } };
}

export function budgetBody(terms: BudgetTerms): Record<string, unknown> {
  const { name, per, window, limit, enforcement, thresholds, allowFree, windDown, actions } = terms;
  return {
    name,
    per,
    enforcement,
    thresholds,
    allow_free: allowFree,
    actions,
    ...limit,
    ...(window === undefined ? {} : { window }),
    ...(windDown === null ? {} : { wind_down: windDown }),
  };
}

function reserve({ action: { index } }: Asking, deed: Deed & { kind: 'reserve' }): Asked {
  const { labels: own, nanoUsd, tokens, ttlSeconds, onExpiry, final } = deed;
  const estimate =
    tokens === null ? {} : { estimate: { input_tokens: tokens.input, max_output_tokens: tokens.output } };
  return post('/v1/reservations', {
    ...labels(own, index),
    ...(tokens === null ? {} : model),
    ...estimate,
    ...(nanoUsd === null ? {} : { amount_usd: usdText(nanoUsd) }),
    ttl_seconds: ttlSeconds,
    on_expiry: onExpiry,
    final,
  });
}

function onReservation({ org }: Asking, pick: number, verb: string, body: unknown, isNamed = false): Asked | null {
  const known = org.reservations.slice(-30);
  // Mostly what is open as far as anybody knows; now and then whatever there is, to be told that it is closed.
  const open = known.filter(({ id }) => !org.closed.has(id));
  const target = pickFrom(pick % 5 === 0 || open.length === 0 ? known : open, pick)?.id;
  return target === undefined ? null : post(`/v1/reservations/${target}/${verb}`, body, { target, isNamed });
}

function extend(asking: Asking, { pick, ttlSeconds, nanoUsd }: Deed & { kind: 'extend' }): Asked | null {
  return onReservation(asking, pick, 'extend', {
    ...(ttlSeconds === null && nanoUsd !== null ? {} : { ttl_seconds: ttlSeconds ?? 300 }),
    ...(nanoUsd === null ? {} : { amount_usd: usdText(nanoUsd) }),
  });
}

function report({ action: { index }, nowMs }: Asking, { labels: own, spent, agoMs }: Deed & { kind: 'report' }): Asked {
  const time = agoMs === 0 ? {} : { time: new Date(nowMs - agoMs).toISOString() };
  const named = { id: `a${index}`, source: 'simulation', ...time };
  return post('/v1/usage', { ...named, ...labels(own, index), ...spentFields(spent) }, { isNamed: true });
}

function startRun(deed: Deed & { kind: 'start-run' }): Asked {
  const { run, agent, parent, limitNanoUsd } = deed;
  return post('/v1/runs', {
    id: run,
    agent,
    ...(parent === null ? {} : { parent_run: parent }),
    ...(limitNanoUsd === null ? {} : { limit_usd: usdText(limitNanoUsd) }),
  });
}

type Moving = Extract<Deed, { readonly kind: 'top-up' | 'grant' | 'adjust' | 'refund' }>;

function moveCredit({ action: { index }, org, nowMs }: Asking, deed: Moving): Asked | null {
  const reference = `a${index}`;
  const common = { reference, amount_usd: usdText(deed.nanoUsd === 0n ? 1n : deed.nanoUsd) };
  if (deed.kind === 'refund') {
    const topUp = pickFrom(org.topUps, deed.pick);
    const body = { ...common, top_up: topUp, reason: 'asked back' };
    return topUp === undefined ? null : post('/v1/credits/refunds', body, { isNamed: true, target: topUp });
  }
  if (deed.kind === 'adjust') {
    return post('/v1/credits/adjustments', { ...common, reason: 'set right' }, { isNamed: true });
  }
  const expiry = deed.expiresInMs === null ? {} : { expires_at: new Date(nowMs + deed.expiresInMs).toISOString() };
  if (deed.kind === 'top-up') return post('/v1/credits/top-ups', { ...common, ...expiry }, { isNamed: true });
  return post('/v1/credits/grants', { ...common, ...expiry, priority: deed.priority }, { isNamed: true });
}

function changeBudget({ org }: Asking, { pick, share }: Deed & { kind: 'change-budget' }): Asked | null {
  const found = pickFrom(org.budgets, pick);
  if (found === undefined) return null;
  const [[field, limit] = ['limit_usd', '1']] = Object.entries(found.limit);
  const changed = field === 'limit_usd' ? (Number(limit) * share).toFixed(2) : Math.ceil(Number(limit) * share);
  return { method: 'PATCH', path: `/v1/budgets/${found.id}`, body: { [field]: changed }, target: found.id };
}

function call({ action: { index }, org }: Asking, deed: Deed & { kind: 'call' }): Asked {
  const { agent, outputTokens, cap, stream } = deed;
  const content = `Say something. [[sim tag=${userOf(index)} output-tokens=${outputTokens}]]`;
  const body = { model: model.model, max_tokens: cap, stream, messages: [{ role: 'user', content }] };
  const run = `call-${userOf(index)}`;
  return post(`/gateway/openai/run/${run}/v1/chat/completions`, body, {
    isNamed: true,
    key: org.agentKeys.get(agent)!,
  });
}

function again({ org }: Asking, { pick, withAnotherBody }: Deed & { kind: 'again' }): Asked | null {
  const repeatable = org.told.filter(
    ({ request, action }) => request.idempotency !== null && action.deed.kind !== 'again',
  );
  const found = pickFrom(repeatable, pick);
  if (found === undefined) return null;
  const { request, target, action } = found;
  const body = withAnotherBody ? { ...(request.body as object), ttl_seconds: 77 } : request.body;
  return { ...request, body, target: target ?? `u${action.index}` };
}

/** Null where there is nothing yet that it could be about. */
function askedOf(asking: Asking): Asked | null {
  const { action, book } = asking;
  const { deed } = action;
  switch (deed.kind) {
    case 'reserve':
      return reserve(asking, deed);
    case 'settle':
      return onReservation(asking, deed.pick, 'settle', spentFields(deed.spent), true);
    case 'release':
      return onReservation(asking, deed.pick, 'release', {});
    case 'extend':
      return extend(asking, deed);
    case 'report':
      return report(asking, deed);
    case 'start-run':
      return startRun(deed);
    case 'finish-run':
      return post(`/v1/runs/${deed.run}/finish`, { status: 'succeeded' });
    case 'top-up':
    case 'grant':
    case 'adjust':
    case 'refund':
      return moveCredit(asking, deed);
    case 'checkout':
      return post('/v1/credits/checkout', { amount_usd: (deed.cents / 100).toFixed(2) });
    case 'budget':
      return post('/v1/budgets', budgetBody(deed.terms));
    case 'change-budget':
      return changeBudget(asking, deed);
    case 'end-budget': {
      const target = pickFrom(asking.org.budgets, deed.pick)?.id;
      return target === undefined ? null : { method: 'DELETE', path: `/v1/budgets/${target}`, target };
    }
    case 'pause':
    case 'resume':
      return post(`/v1/agents/${deed.agent}/${deed.kind}`, {});
    case 'call':
      return call(asking, deed);
    case 'again':
      return again(asking, deed);
    case 'read':
      return { method: 'GET', path: deed.path };
    case 'stranger': {
      const id = pickFrom(book.orgs[deed.victim]!.reservations, deed.pick)?.id;
      const isOwn = deed.victim === action.org;
      return id === undefined || isOwn ? null : { method: 'GET', path: `/v1/reservations/${id}`, target: id };
    }
    case 'nonsense':
      return post(deed.path, deed.body);
  }
}

/** The call that an action comes to, now. */
export function requestOf(
  action: Action,
  book: Book,
  nowMs: number,
): { request: Request; target: string | null } | null {
  const org = book.orgs[action.org]!;
  const asked = askedOf({ action, org, book, nowMs });
  if (asked === null) return null;
  const { method, path, body, target = null, isNamed = false, key = org.key } = asked;
  const own = method === 'POST' && !isNamed ? `key-${action.index}` : null;
  const idempotency = 'idempotency' in asked ? (asked as unknown as Request).idempotency : own;
  return { request: { method, path, body, key, idempotency }, target };
}
