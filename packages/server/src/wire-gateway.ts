import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { ApiContext } from './api/context.ts';
import { createCalibration } from './gateway/bounds/index.ts';
import { createActiveCalls } from './gateway/call/active-calls.ts';
import { createBacklog } from './gateway/call/backlog.ts';
import { createCallsUnderWay } from './gateway/call/calls-under-way.ts';
import { loggable } from './gateway/call/book-call.ts';
import { type CallTiming, defaultTiming, type GatewayContext } from './gateway/context.ts';
import { problemOf } from './errors/problem.ts';
import { createUpstreams } from './gateway/upstream/index.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import { findStops } from './services/calls/find-stops.ts';
import { repeat } from './services/housekeeping/repeat.ts';

/** The gateway of a node, with what must be ended when the node stops. */
export interface WiredGateway {
  readonly context: GatewayContext;
  /**
   * Gives the calls under way a while to end, and stops those that do not. `endConnections` is called a moment later: a
   * client that does not read what it is told must not keep the node from its end.
   */
  beginClosing(endConnections: () => void): void;
  /** Waits until every call has ended, those of clients that have left too, and is booked. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly logger: FastifyBaseLogger;
  readonly timing?: Partial<CallTiming>;
}

const stopCheckMs = 1_000;

/** As long clients may take to read why their call was stopped. */
const lingerMs = 1_000;

/** The built-in simulator is on this machine, which no connection that somebody made may reach unasked. */
const lookupBuiltIn = systemLookup as LookupFunction;

export function wireGateway(api: ApiContext, metrics: Metrics, { logger, timing }: GatewayOptions): WiredGateway {
  const { pool, lanes, authenticator, connections, agentPolicies, book, newId, nowMs } = api;
  const activeCalls = createActiveCalls((orgId, agents, runs) => findStops(pool, orgId, agents, runs, nowMs()));
  const underWay = createCallsUnderWay();
  const allTiming = { ...defaultTiming, ...timing };
  const closing: NodeJS.Timeout[] = [];
  const backlog = createBacklog({
    lanes,
    sleep: (ms) => sleep(ms),
    onDelayed: (command, error) => logger.warn({ err: error, command: command.kind }, 'a call waits to be booked'),
    onLost: (orgId, command, error) =>
      logger.error({ err: error, orgId, command: loggable(command) }, 'a call was not booked: book it by hand'),
  });
  const guarded = createUpstreams({ lookup: api.connectionRules.targets.lookup });
  const builtIn = createUpstreams({ lookup: lookupBuiltIn });
  const watch = repeat(
    stopCheckMs,
    () => activeCalls.check(),
    (error) => logger.warn({ err: error }, 'stopped agents and runs could not be looked up; it will be tried again'),
  );
  return {
    context: {
      lanes,
      authenticator,
      connections,
      agentPolicies,
      upstreamsOf: (connection) => (connections.isBuiltIn(connection.name) ? builtIn : guarded),
      calibration: createCalibration(),
      book,
      activeCalls,
      underWay,
      backlog,
      newId,
      nowMs,
      monotonicMs: () => performance.now(),
      logger,
      onCall: metrics.call,
      timing: allTiming,
    },
    beginClosing(endConnections) {
      const stopping = problemOf('overloaded', 'the server is stopping');
      const { closingMs } = allTiming;
      closing.push(
        setTimeout(() => activeCalls.stopAll(stopping), closingMs),
        setTimeout(endConnections, closingMs + lingerMs),
      );
    },
    async close() {
      await underWay.idle();
      for (const timer of closing) clearTimeout(timer);
      await watch.stop();
      await backlog.idle();
      await Promise.all([guarded.close(), builtIn.close()]);
    },
  };
}
