import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageHeaders } from '../page-headers.ts';

export interface DashboardOptions {
  /** The folder of the built pages. */
  readonly folder: string;
  /** People reach the server by https. */
  readonly isSecure: boolean;
}

const page = 'index.html';
const year = 31_536_000_000;
const hidden = { config: { open: true }, schema: { hide: true } } as const;

/** Paths of the API and the gateway have no page: what is not found there is a problem. */
const apart = /^\/(v1|gateway|problems|docs|healthz|readyz|metrics|openapi\.json)(\/|$|\?)/;

/** Whether a path that has no route of its own is a page's: the pages themselves tell where they are by it. */
export function isPagePath({
  method,
  url,
  headers: { accept },
}: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean {
  return (method === 'GET' || method === 'HEAD') && !apart.test(url) && /text\/html/.test(accept ?? '');
}

/** The pages of the dashboard. */
export interface Pages {
  /** Adds the routes of what the pages are made of. */
  register(app: FastifyInstance): void;
  send(reply: FastifyReply): FastifyReply;
}

/** The built pages, or null where nothing was built: the API does without them. */
export function createPages({ folder, isSecure }: DashboardOptions): Pages | null {
  if (!existsSync(join(folder, page))) return null;
  const all = pageHeaders(isSecure);
  const send = (reply: FastifyReply): FastifyReply =>
    reply.headers(all).header('cache-control', 'no-cache').sendFile(page);
  return {
    send,
    register(app) {
      void app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
      app.get('/', hidden, (_request, reply) => send(reply));
      app.get('/icon.svg', hidden, (_request, reply) => reply.headers(all).sendFile('icon.svg'));
      app.get<{ Params: { '*': string } }>('/assets/*', hidden, (request, reply) =>
        // A file's name says what is in it: another content has another name.
        reply
          .headers(all)
          .sendFile(`assets/${request.params['*']}`, { maxAge: year, immutable: true, cacheControl: true }),
      );
    },
  };
}
