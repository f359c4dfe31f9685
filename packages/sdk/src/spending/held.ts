import { ConflictError } from '../errors/index.ts';
import type { Answer, Body, CallOptions } from '../operations.ts';
import { requestOf } from '../transport/request.ts';
import { carryOut, forget, intentOf, releaseName, settleName } from './carry-out.ts';
import type { Context } from './context.ts';
import { startHeartbeat } from './heartbeat.ts';
import { nanoOf, usdOf } from './money.ts';

export type ReservationRequest = Body<'POST /v1/reservations'>;

/** What was spent, as a settle says it. `{ usage: null }` is: nobody knows, so the reservation is charged. */
export type Spent = Body<'POST /v1/reservations/{id}/settle'>;

/** Said instead of what was spent where that is nothing: the reservation is given back. */
export const nothingSpent = 'nothing_spent';

export type Actual = Spent | typeof nothingSpent;

export interface HoldOptions extends CallOptions {
  /** Whether the reservation is extended for as long as it is open; it is, unless told otherwise. */
  readonly heartbeat?: boolean | undefined;
}

/** Money that is set aside, until it is settled or released. */
export interface Held extends Answer<'POST /v1/reservations'> {
  /** Notes what was spent so far: it is what counts should the work fail after that. Several notes add up. */
  note(actual: Actual): void;
  /** What was noted; `{ usage: null }` before that. */
  noted(): Actual;
  /** Says what was spent. Raises CofferdamError; what a journal keeps is said later then, by `recover`. */
  settle(spent: Spent): Promise<Answer<'POST /v1/reservations/{id}/settle'>>;
  /** Gives it back: nothing was spent. */
  release(): Promise<void>;
  /** Settles, or releases where nothing was spent. */
  close(actual: Actual): Promise<void>;
  /** The same, for callers that have nobody to raise to: `onProblem` is told where it could not be said. */
  closeOrTell(actual: Actual): Promise<void>;
  /** Asks for more, or for longer. */
  extend(change: Body<'POST /v1/reservations/{id}/extend'>): Promise<Answer<'POST /v1/reservations/{id}/extend'>>;
}

type Reserved = Answer<'POST /v1/reservations'>;

const defaultTtlSeconds = 300;

function seqOf(headers: Headers): number {
  return Number(headers.get('x-cofferdam-seq') ?? 0);
}

/** What two notes say together. */
function sumOf(one: Actual, other: Actual): Actual {
  if (one === nothingSpent || other === nothingSpent) return other === nothingSpent ? one : other;
  const usage = [one.usage ?? [], other.usage ?? []].flat();
  const tools = [...(one.tools ?? []), ...(other.tools ?? [])];
  const costs = [one.cost_usd, other.cost_usd].flatMap((cost) => (cost === undefined ? [] : [nanoOf(cost)]));
  return {
    ...(usage.length > 0 && { usage }),
    ...(tools.length > 0 && { tools }),
    ...(costs.length > 0 && { cost_usd: usdOf(costs.reduce((sum, cost) => sum + cost)) }),
  };
}

function openReservation(context: Context, reserved: Reserved, ttlSeconds: number, heartbeat: boolean): Held {
  const { connection, availability } = context;
  const { id } = reserved;
  const path = { id };
  let amountUsd = reserved.amount_usd;
  let noted: Actual | null = null;
  const extend: Held['extend'] = async (body) => {
    const answer = await connection.call('POST /v1/reservations/{id}/extend', { path, body });
    amountUsd = answer.amount_usd;
    return answer;
  };
  const stop = heartbeat ? startHeartbeat(() => extend({ ttl_seconds: ttlSeconds }), ttlSeconds, connection) : () => {};
  const held: Held = {
    ...reserved,
    extend,
    note: (actual) => (noted = noted === null ? actual : sumOf(noted, actual)),
    noted: () => noted ?? { usage: null },
    async settle(spent) {
      stop();
      const { body, headers } = await carryOut(context, intentOf(context, settleName, { id, path }, spent));
      const answer = body as Answer<typeof settleName>;
      availability.closed(amountUsd, answer.cost_usd, seqOf(headers));
      return answer;
    },
    async release() {
      stop();
      try {
        const { headers } = await carryOut(context, intentOf(context, releaseName, { id, path }, undefined));
        availability.closed(amountUsd, '0', seqOf(headers));
      } catch (error) {
        // It was closed before: given back by its expiry, or by somebody else.
        if (!(error instanceof ConflictError)) throw error;
      }
    },
    close: (actual) => (actual === nothingSpent ? held.release() : held.settle(actual).then(() => undefined)),
    closeOrTell: (actual) =>
      held.close(actual).catch((error: unknown) => {
        context.onProblem({ what: `what reservation ${id} spent is not said yet: ${JSON.stringify(actual)}`, error });
      }),
  };
  return held;
}

/**
 * Sets money aside. With a journal, from here on a crash costs the reservation and not nothing: that its work began is
 * written down before it may begin. Raises CofferdamError.
 */
export async function hold(
  context: Context,
  request: ReservationRequest,
  { heartbeat = true, ...options }: HoldOptions = {},
): Promise<Held> {
  const { connection, journal, live, availability } = context;
  const { body, headers } = await connection.send(requestOf('POST /v1/reservations', { body: request, ...options }));
  const reserved = body as Reserved;
  availability.reserved(reserved, seqOf(headers));
  const { id } = reserved;
  live.add(id);
  try {
    await journal?.put(intentOf(context, settleName, { id, path: { id } }, { usage: null }));
  } catch (error) {
    live.delete(id);
    await connection.call(releaseName, { path: { id } }).catch(() => undefined);
    await forget(context, id);
    throw error;
  }
  return openReservation(context, reserved, request.ttl_seconds ?? defaultTtlSeconds, heartbeat);
}
