import type { FastifyBaseLogger } from 'fastify';
import { repeat } from './services/housekeeping/repeat.ts';
import { Live } from './services/live/live.ts';
import type { Pool } from './store/connection.ts';

export interface LiveWiring {
  readonly pool: Pool;
  readonly nowMs: () => number;
  readonly secretKey: string;
  readonly logger: FastifyBaseLogger;
}

export interface WiredLive {
  readonly live: Live;
  /** Ends every stream: those who listen come back, to this server once it is up again or to another node. */
  beginClosing(): void;
  close(): Promise<void>;
}

const lookEveryMs = 500;
const maxOfOrg = 100;
const maxInAll = 1_000;

export function wireLive({ pool, nowMs, secretKey, logger }: LiveWiring): WiredLive {
  const live = new Live({ pool, secret: secretKey, nowMs, maxOfOrg, maxInAll });
  const looks = repeat(
    lookEveryMs,
    () => live.look(),
    (error) => logger.warn({ err: error }, 'nobody could be told what changed; it will be tried again'),
  );
  return { live, beginClosing: () => live.close(), close: () => looks.stop() };
}
