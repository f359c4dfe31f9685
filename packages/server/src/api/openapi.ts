import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App } from './app.ts';

const description = `Cofferdam's API. Money is a decimal string in USD; times are RFC 3339 in UTC; unknown fields are refused.
Errors are application/problem+json with a stable \`code\`. \`Idempotency-Key\` is accepted on every POST.`;

/** Describes the routes that are registered after it; served at /openapi.json. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Cofferdam', version: '1', description },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/openapi.json', { config: { open: true }, schema: { hide: true } }, () => app.swagger());
}
