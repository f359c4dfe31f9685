import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { fail } from '../../errors/problem.ts';
import { errorKinds, type ErrorCode } from '../../errors/registry.ts';
import type { App } from '../app.ts';
import { hasDocumentation } from '../documentation/routes.ts';

const params = z.strictObject({ name: z.string() });

function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorKinds, text);
}

/** What the `type` of a problem leads to: open to everybody, since a caller without a key gets problems too. */
export function problemRoutes(app: App): void {
  const schema = { tags: ['problems'], summary: 'What a kind of error means, and what to do', params };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/problems/:name', { config: { open: true }, schema }, (request, reply) => {
      const code = request.params.name.replaceAll('-', '_');
      if (!isCode(code) || request.params.name.includes('_')) fail('not_found', 'there is no such kind of problem');
      // Who follows the link in a browser wants to read; who asks for nothing in particular is a program.
      if (hasDocumentation(app) && /text\/html/.test(request.headers.accept ?? ''))
        return reply.redirect(`/docs/reference/errors.html#${code}`, 302);
      return { type: `/problems/${request.params.name}`, code, ...errorKinds[code] };
    });
}
