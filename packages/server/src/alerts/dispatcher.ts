import type { FastifyBaseLogger } from 'fastify';
import { dispatchDue } from '../services/channels/dispatch.ts';
import { rescueOverdue } from '../services/channels/rescue.ts';
import { repeat, type Repeated } from '../services/housekeeping/repeat.ts';
import type { Pool } from '../store/connection.ts';

/** Looking is one index probe an org. */
const dispatchEveryMs = 500;
const rescueEveryMs = 5_000;

export interface DispatcherOptions {
  readonly pool: Pool;
  readonly logger: FastifyBaseLogger;
  readonly clock: (() => number) | null;
}

/** Looks for alerts that are to be told of, and for deliveries that were left lying, for as long as the node runs. */
export function startDispatcher({ pool, logger, clock }: DispatcherOptions): Repeated {
  const clockMs = (): number | null => clock?.() ?? null;
  const report = (error: unknown): void =>
    logger.warn({ err: error }, 'alerts could not be dispatched; it will be tried again');
  const rounds = [
    repeat(dispatchEveryMs, () => dispatchDue(pool, clockMs()), report),
    repeat(rescueEveryMs, () => rescueOverdue(pool, clockMs()), report),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()));
    },
  };
}
