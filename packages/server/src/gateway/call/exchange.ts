import { problemOf, type Problem } from '../../errors/problem.ts';
import { tightestRateLimit } from '../../errors/rate-limit-fields.ts';
import { inBandHeaders } from '../answer/index.ts';
import type { GatewayContext } from '../context.ts';
import {
  answerHeaders,
  decodeBody,
  hideCredential,
  problemOfFailure,
  type UpstreamAnswer,
  UpstreamFailed,
} from '../upstream/index.ts';
import type { ClientReply } from './client-reply.ts';
import { type Drain, drainWhenLeft, neverDrained } from './drain.ts';
import type { OpenCall } from './open-call.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { relay, type Relayed } from './relay.ts';
import { remainingOf } from './remaining.ts';
import type { Ending } from './settlement.ts';

/** What a settle came to, as far as the client is told. */
export interface Booked {
  /** Null where it is not known, or not booked yet. */
  readonly costNanoUsd: bigint | null;
  readonly estimated: boolean;
}

/** An exchange with the provider that is over, but for what waits for its cost. */
export interface Exchanged {
  readonly ending: Ending;
  /** Sends the client what is left to send. */
  readonly deliver: (booked: Booked) => void;
}

export interface Dispatch {
  readonly call: OpenCall;
  readonly client: ClientReply;
  readonly target: PreparedRequest;
}

function refusing(client: ClientReply, ending: Ending, problem: Problem): Exchanged {
  return { ending, deliver: () => client.refuse(problem) };
}

/** Nobody would get the answer. */
function leftEarly(): UpstreamFailed {
  return new UpstreamFailed('aborted', 'the client left before its call was sent', false);
}

function isUnsent(error: unknown, body: string | null): boolean {
  return body === null || (error instanceof UpstreamFailed && !error.dispatched);
}

/**
 * Sends a call to the provider and its answer to the client. Never throws: whatever happens, the ending says what may
 * have been spent.
 */
export async function exchange(context: GatewayContext, dispatch: Dispatch): Promise<Exchanged> {
  const { call, client, target } = dispatch;
  const { connection, facts, signal, reservation } = call;
  const { url, headers } = target;
  const { timeouts } = connection;
  const drain = facts.asked.stream ? drainWhenLeft(call, client, context.timing.drainMs) : neverDrained;
  let body: string | null = null;
  try {
    body = JSON.stringify(facts.asked.body(facts.grantedOutputTokens));
    if (client.isLeft) throw leftEarly();
    const upstreams = context.upstreamsOf(connection);
    const answer = await upstreams.send({ method: 'POST', url, headers, body, timeouts, signal });
    return await passOn(context, dispatch, answer, drain);
  } catch (error) {
    const where = { err: error, connection: connection.name, reservation: reservation.id };
    if (error instanceof UpstreamFailed) context.logger.warn(where, 'upstream failed');
    else context.logger.error(where, 'a call failed');
    const problem = call.stopped ?? problemOfError(error);
    return refusing(client, isUnsent(error, body) ? { kind: 'unsent' } : { kind: 'broken', metered: null }, problem);
  } finally {
    drain.close();
  }
}

function problemOfError(error: unknown): Problem {
  if (error instanceof UpstreamFailed) return problemOfFailure(error);
  return problemOf('internal', 'something went wrong on the server');
}

async function passOn(
  context: GatewayContext,
  { call, client, target }: Dispatch,
  answer: UpstreamAnswer,
  drain: Drain,
): Promise<Exchanged> {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    answer.body.destroy();
    const problem = problemOf(
      'upstream_unreachable',
      'the provider redirects, which is not followed; correct the base URL',
    );
    return refusing(client, { kind: 'refused', metered: null }, problem);
  }
  const { credential } = call.connection;
  // The length of a stream is not what the provider says: usage may be taken out of it, or a cut-off put in.
  const isStream = call.facts.asked.stream && status < 300;
  const headersOf = (booked: Booked | null) => ({
    ...answerHeaders(answer.headers, isStream, credential),
    ...inBand(context, call, booked),
  });
  const relayed = await relay({
    call,
    body: decodeBody(answer.body, answer.headers['content-encoding']),
    client,
    isStream,
    framing: target.framing,
    begin: () => client.begin(status, headersOf(null)),
    drain,
    monotonicMs: context.monotonicMs,
    onError: (error) => context.logger.error({ err: error, reservation: call.reservation.id }, 'a call failed'),
  });
  return {
    ending: endingOf(status, relayed),
    deliver(booked) {
      const { held, broken } = relayed;
      if (held !== null) {
        client.send(status, headersOf(booked), status < 400 ? held : hideCredential(held, credential));
      } else if (broken !== null && !client.isBegun) client.refuse(broken, inBand(context, call, booked));
      // A stream has said why it ends here; of any other answer the client must be able to tell that it is not whole.
      else if (broken !== null && !isStream) client.abort();
      else client.end();
    },
  };
}

function endingOf(status: number, { metered, broken, streamedMs }: Relayed): Ending {
  if (status >= 400) return { kind: 'refused', metered };
  return broken === null ? { kind: 'answered', metered } : { kind: 'broken', metered, streamedMs };
}

function inBand(context: GatewayContext, call: OpenCall, booked: Booked | null): Readonly<Record<string, string>> {
  const { reservation, facts, isClamped, final } = call;
  const rateLimit = tightestRateLimit(call.counters, context.nowMs());
  const headers = inBandHeaders({
    reservationId: reservation.id,
    run: reservation.run,
    costNanoUsd: booked?.costNanoUsd ?? null,
    estimated: booked?.estimated ?? false,
    remaining: remainingOf(call, booked?.costNanoUsd ?? null),
    maxOutputTokens: isClamped ? facts.grantedOutputTokens : null,
    final,
  });
  return rateLimit === undefined ? headers : { ...headers, ...rateLimit };
}
