import type { CounterView, Refusal, Reservation, RunStatus } from '@cofferdam/core';
import { problemOf, type Problem } from '../../errors/problem.ts';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import type { OpenConnection } from '../../services/connections/connection-book.ts';
import type { GatewayContext } from '../context.ts';
import type { Endpoint } from '../endpoints.ts';
import type { AnswerKind } from '../providers/index.ts';
import { askLane } from './ask-lane.ts';
import type { CallFacts } from './settlement.ts';

/** A call that was admitted: money is held for it until it is settled. */
export interface Admitted {
  readonly orgId: string;
  readonly connection: OpenConnection;
  readonly endpoint: Endpoint & { readonly kind: AnswerKind };
  readonly facts: CallFacts;
  readonly reservation: Reservation;
  readonly counters: readonly CounterView[];
  /** The cap was lowered to what the budgets afford. */
  readonly isClamped: boolean;
  readonly final: boolean;
  readonly runStatus: RunStatus | null;
  readonly fingerprint: string;
}

/** An admitted call under way. */
export interface OpenCall extends Admitted {
  /** Ends the upstream's side. */
  readonly signal: AbortSignal;
  /** Why the call was stopped from our side; null while it goes on. */
  readonly stopped: Problem | null;
  stop(problem: Problem): void;
  /** Nobody waits for the answer any more. */
  abandon(): void;
  /** Asks for half as much again; stops the call where there is no more. */
  grow(): Promise<void>;
  /** Takes the timers down. */
  close(): void;
}

function extension(call: Admitted, ttlMs: number | null, amountNanoUsd: bigint | null) {
  const { id } = call.reservation;
  return { kind: 'extend', reservationId: id, origin: 'gateway', onlyAgent: null, ttlMs, amountNanoUsd } as const;
}

/** Half as much again, and at least the smallest amount there is. */
function grown(amountNanoUsd: bigint): bigint {
  return amountNanoUsd + amountNanoUsd / 2n + 1n;
}

/**
 * Opens an admitted call: it gives signs of life to its reservation, ends at its timeout, and can be stopped by an
 * operator. A sign of life that fails is no reason to stop: the next one may reach the store, and a settle that comes
 * after the expiry is booked all the same.
 */
export function openCall(context: GatewayContext, admitted: Admitted): OpenCall {
  const { lanes, activeCalls, logger, timing } = context;
  const { orgId, reservation, connection } = admitted;
  const controller = new AbortController();
  let stopped: Problem | null = null;
  let amountNanoUsd = reservation.amountNanoUsd;

  const stop = (problem: Problem): void => {
    stopped ??= problem;
    controller.abort();
  };
  const refuse = (refusal: Refusal): void => stop(describeRefusal(refusal));
  const beat = (): void => {
    askLane(lanes, orgId, extension(admitted, timing.ttlMs, null)).catch((error: unknown) =>
      logger.warn({ err: error, reservation: reservation.id }, 'a sign of life of a call was not written'),
    );
  };
  const timeout = (): void => stop(problemOf('upstream_timeout', 'the call took longer than its connection allows'));
  const timers = [setInterval(beat, timing.heartbeatMs), setTimeout(timeout, connection.timeouts.totalMs)];
  const leave = activeCalls.add({ orgId, reservation, stop });

  return {
    ...admitted,
    signal: controller.signal,
    get stopped() {
      return stopped;
    },
    stop,
    abandon: () => controller.abort(),
    async grow() {
      try {
        const outcome = await askLane(lanes, orgId, extension(admitted, timing.ttlMs, grown(amountNanoUsd)));
        if (outcome.kind === 'refused') refuse(outcome.refusal);
        else amountNanoUsd = grown(amountNanoUsd);
      } catch (error) {
        logger.warn({ err: error, reservation: reservation.id }, 'a call could not be given more money');
        stop(problemOf('store_unavailable', 'the store cannot answer'));
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      leave();
    },
  };
}
