import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { holderOf, type Principal } from '../../services/keys/principal.ts';
import { readEventId } from '../../services/live/positions.ts';
import type { Credential } from '../../services/live/still-allowed.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { EventStream } from './event-stream.ts';

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // A proxy that gathers what it passes on would pass nothing on.
  'x-accel-buffering': 'no',
} as const;

const firstRetryMs = 1_000;
const retryStepMs = 125;
const retrySteps = 16;

function credentialOf(principal: Principal): Credential {
  const { orgId, keyId, person } = principal;
  return { orgId, id: person?.sessionId ?? keyId, holder: holderOf(principal) };
}

export function liveRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  let count = 0;
  /** When a node stops, those who listened do not all come back at once. */
  const nextRetryMs = (): number => firstRetryMs + retryStepMs * (count++ % retrySteps);

  const summary = 'Be told that something of the org changed, as server-sent events';
  const schema = { tags: ['live'], summary, querystring: z.strictObject({}) };
  routes.get('/v1/live', { schema, exposeHeadRoute: false }, (request, reply) => {
    const last = request.headers['last-event-id'];
    const since = typeof last === 'string' ? readEventId(last) : null;
    const stream = new EventStream(nextRetryMs());
    const leave = context.live.listen(credentialOf(request.principal), stream, since);
    stream.once('close', leave);
    return reply.headers(headers).send(stream);
  });
}
