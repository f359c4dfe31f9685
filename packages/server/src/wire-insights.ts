import type { FastifyBaseLogger } from 'fastify';
import type { AnyFollower } from './insights/followers/follower.ts';
import { Following } from './insights/followers/following.ts';
import { startFollowing } from './insights/followers/start-following.ts';
import { createNormsFollower } from './insights/norms/norms-follower.ts';
import { rollupFollower } from './insights/rollups/rollup-follower.ts';
import { createAnomalyPauses } from './services/anomalies/pause-agents.ts';
import type { Pool } from './store/connection.ts';

export interface InsightOptions {
  readonly pool: Pool;
  readonly logger: FastifyBaseLogger;
  readonly nowMs: () => number;
  /** Instead of the database's clock, for tests. */
  readonly clock?: (() => number) | null;
}

/** What is derived from usage records as they come. */
export interface WiredInsights {
  /** For tests, which let it catch up when they want it to. */
  readonly following: Following;
  /** A batch was written on this node. */
  nudge(): void;
  close(): Promise<void>;
}

/** All that follows the records of every org. */
function followersOf({ nowMs, clock = null }: InsightOptions): readonly AnyFollower[] {
  return [rollupFollower, createNormsFollower({ nowMs, pause: createAnomalyPauses(clock) })];
}

export function wireInsights(options: InsightOptions): WiredInsights {
  const { pool, logger, nowMs } = options;
  const following = new Following({
    pool,
    followers: followersOf(options),
    nowMs,
    onError: (error, step) => logger.warn({ err: error, ...step }, 'a follower failed; it will be tried again'),
  });
  const follow = startFollowing(following, (error) =>
    logger.warn({ err: error }, 'usage could not be followed; it will be tried again'),
  );
  return { following, nudge: () => follow.nudge(), close: () => follow.stop() };
}
