import type { Actual, Held, ReservationRequest } from '../spending/held.ts';
import type { Labels, Spender } from '../spending/spender.ts';
import { type Asked, type Bound, type BoundOptions, UnboundedCallError } from './bounds/bound.ts';
import type { Metered } from './usage/usage.ts';

/** How the calls of a client library are reserved. */
export interface MeterOptions extends BoundOptions {
  /** Whose prices hold, as the price list names them; that of the client library, unless given. */
  readonly provider?: string | undefined;
  /** Labels of the calls, such as `agent`; those of a run come by themselves. */
  readonly labels?: Labels | undefined;
  /** A bound of the caller's own, for calls that have none of theirs (files, hosted tools, sound), or a nearer one. */
  readonly bound?: ((call: { readonly model: string; readonly body: unknown }) => OwnBound | undefined) | undefined;
}

/** Tokens, or an amount of USD as a decimal string. */
export type OwnBound = Partial<Bound> | { readonly amount_usd: string };

/** For how long a call is held: a stream that nobody reads any more is charged when that is over. */
const ttlSeconds = 900;

function amountOf({ model, body, unbounded, bound }: Asked, options: MeterOptions): ReservationRequest {
  const own = options.bound?.({ model, body });
  if (own !== undefined && 'amount_usd' in own) return { amount_usd: own.amount_usd };
  if (unbounded !== null && own?.input_tokens === undefined)
    throw new UnboundedCallError(`${unbounded} may cost anything: give a bound of your own for such calls`);
  return { estimate: { ...bound, ...own } };
}

/**
 * Sets aside what a call may cost at most. Whoever vanishes in the middle of one has spent, so it is charged when its time
 * is over, unless a journal knows better. Raises CofferdamError and UnboundedCallError.
 */
export async function admit(
  on: Spender,
  asked: Asked,
  options: MeterOptions & { readonly provider: string },
  signal?: AbortSignal | null,
): Promise<Held> {
  const request = {
    ...options.labels,
    provider: options.provider,
    model: asked.model,
    ttl_seconds: ttlSeconds,
    on_expiry: on.isDurable ? 'release' : 'charge',
    ...amountOf(asked, options),
  } as const;
  return on.hold(request, { heartbeat: false, signal: signal ?? undefined });
}

/** A call as it is settled: what the provider says that it used, or that nobody knows. */
export function actualOf(metered: Metered | null, asked: Pick<Asked, 'model'>, provider: string): Actual {
  if (metered === null) return { usage: null };
  const { model, tokens, tools } = metered;
  return { usage: { provider, model: model ?? asked.model, ...tokens }, ...(tools.length > 0 && { tools }) };
}

/** Whether an answer of this status costs nothing: a provider that refuses has not worked, one that was too slow may have. */
export function isFree(status: number): boolean {
  return status >= 400 && status !== 408 && status !== 504 && status !== 524;
}

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether a request that failed has certainly not arrived. */
export function isUnsent(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause)
    if ('code' in each && neverSent.has(String(each.code))) return true;
  return false;
}
