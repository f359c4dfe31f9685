import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pageHeaders } from '../page-headers.ts';

export interface DocumentationOptions {
  /** The folder of the built documentation. */
  readonly folder: string;
  /** People reach the server by https. */
  readonly isSecure: boolean;
}

const hidden = { config: { open: true }, schema: { hide: true } } as const;

/** The files of a folder as addresses name them: what is not among them is not sent. */
function filesOf(folder: string): Set<string> {
  return new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  );
}

/** Whether the documentation is served here: what may lead to it then does. */
export function hasDocumentation(app: FastifyInstance): boolean {
  return app.hasRoute({ method: 'GET', url: '/docs/*' });
}

/** The documentation at /docs, open to everybody; nothing where it was not built. */
export function documentationRoutes(app: FastifyInstance, { folder, isSecure }: DocumentationOptions): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  const files = filesOf(folder);
  const all = pageHeaders(isSecure);
  void app.register(async (docs) => {
    // The dashboard may have brought it already.
    if (!docs.hasReplyDecorator('sendFile'))
      await docs.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
    docs.get('/docs', hidden, (_request, reply) => reply.redirect('/docs/', 301));
    docs.get<{ Params: { '*': string } }>('/docs/*', hidden, (request, reply) => {
      const asked = request.params['*'].replace(/(^|\/)$/, '$1index.html');
      void reply.headers(all).header('cache-control', 'no-cache');
      return files.has(asked) ? reply.sendFile(asked, folder) : reply.code(404).sendFile('404.html', folder);
    });
  });
}
