import type { PriceBook } from '@cofferdam/core';
import type { FastifyBaseLogger } from 'fastify';
import type { AgentPolicies } from '../services/connections/agent-policies.ts';
import type { ConnectionBook, OpenConnection } from '../services/connections/connection-book.ts';
import type { Authenticator } from '../services/keys/authenticate.ts';
import type { Carrier } from '../services/lane/carrier.ts';
import type { Calibration } from './bounds/index.ts';
import type { ActiveCalls } from './call/active-calls.ts';
import type { Backlog } from './call/backlog.ts';
import type { CallsUnderWay } from './call/calls-under-way.ts';
import type { Upstreams } from './upstream/index.ts';

/** What calls are made with; made once, where everything is wired. */
export interface GatewayContext {
  readonly lanes: Carrier;
  readonly authenticator: Authenticator;
  readonly connections: ConnectionBook;
  readonly agentPolicies: AgentPolicies;
  /** The connections to a connection's provider. */
  readonly upstreamsOf: (connection: OpenConnection) => Upstreams;
  readonly calibration: Calibration;
  readonly book: PriceBook;
  readonly activeCalls: ActiveCalls;
  readonly underWay: CallsUnderWay;
  readonly backlog: Backlog;
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** Measures how fast an answer comes; no time of the ledger. */
  readonly monotonicMs: () => number;
  readonly logger: FastifyBaseLogger;
  readonly onCall: (endpoint: string, result: CallResult, times: CallTimes) => void;
  readonly timing: CallTiming;
}

/** How long a call took, for metrics; `wholeMs` is null where nothing was sent. */
export interface CallTimes {
  readonly admissionMs: number;
  readonly wholeMs: number | null;
}

/** How calls ended, for metrics. */
export type CallResult = 'answered' | 'refused' | 'provider_error' | 'broken' | 'unsent';

export interface CallTiming {
  /** For how long a reservation stands without a sign of life: after a crash it is charged then. */
  readonly ttlMs: number;
  /** How often a call that goes on says so. */
  readonly heartbeatMs: number;
  /** For how long an answer is read on after its client has left, to learn what it cost. */
  readonly drainMs: number;
  /** For how long calls that are under way may go on once the node is to stop. */
  readonly closingMs: number;
}

export const defaultTiming: CallTiming = { ttlMs: 180_000, heartbeatMs: 60_000, drainMs: 250, closingMs: 10_000 };

/** Every limit of the gateway in one place, in bytes. */
export const limits = {
  /** A request: room for a prompt of 20 MB and its pictures. */
  requestBytes: 64 * 1024 * 1024,
  /** An answer that does not stream is held up to here, so that its cost can stand in its head. */
  heldBytes: 8 * 1024 * 1024,
  /** An answer that does not stream is read for its usage up to here; beyond, the reservation is charged. */
  meteredBytes: 64 * 1024 * 1024,
  /** As much is read of a stream whose client has left. */
  drainedBytes: 1024 * 1024,
} as const;
