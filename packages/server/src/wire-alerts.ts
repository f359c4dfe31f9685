import type { FastifyBaseLogger } from 'fastify';
import { createDeliverer, type DelivererOptions } from './alerts/deliverer.ts';
import { startDispatcher } from './alerts/dispatcher.ts';
import { startJobRunner } from './alerts/job-runner.ts';
import { createSenders } from './alerts/sending/senders.ts';
import type { ApiContext } from './api/context.ts';
import type { TargetGuard } from './services/outbound/target-guard.ts';
import type { OrgTransactions } from './services/org-transaction.ts';
import type { ConnectionConfig } from './store/connection.ts';

export interface AlertOptions {
  readonly database: ConnectionConfig;
  readonly logger: FastifyBaseLogger;
  readonly clock?: (() => number) | null;
  readonly onAttempt: DelivererOptions['onAttempt'];
}

/** What tells people of alerts, with what must be ended when the node stops. */
export interface WiredAlerts {
  readonly context: Pick<ApiContext, 'channelRules' | 'testChannel'>;
  /** Attempts that are under way have a moment to end; those that do not are made again, by this node or another. */
  close(): Promise<void>;
}

/** A receiver that takes longer than this has failed. */
const attemptTimeoutMs = 15_000;
const closingGraceMs = 3_000;

export function wireAlerts(
  { pool, vault }: OrgTransactions,
  targets: TargetGuard,
  { database, logger, clock = null, onAttempt }: AlertOptions,
): WiredAlerts {
  const senders = createSenders({ vault, guard: targets, timeoutMs: attemptTimeoutMs });
  const deliverer = createDeliverer({ pool, senders, clock, random: Math.random, onAttempt });
  const dispatcher = startDispatcher({ pool, logger, clock });
  const jobs = startJobRunner({ database, logger, deliver: (orgId, id) => deliverer.attempt(orgId, id) });
  return {
    context: {
      channelRules: { vault, targets },
      testChannel: (orgId, channel) => deliverer.test(orgId, channel),
    },
    async close() {
      await dispatcher.stop();
      const timer = setTimeout(() => deliverer.stop(), closingGraceMs);
      await jobs.stop();
      clearTimeout(timer);
      deliverer.stop();
      await senders.close();
    },
  };
}
