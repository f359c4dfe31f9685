import swagger, { type SwaggerTransform } from '@fastify/swagger';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { answersOf } from './answers/index.ts';
import { filesOf } from './answers/files.ts';
import { problem } from './answers/shapes.ts';
import type { App } from './app.ts';

const description = `Cofferdam's API. Money is a decimal string in USD; times are RFC 3339 in UTC; unknown fields are refused.
Errors are application/problem+json with a stable \`code\`. \`Idempotency-Key\` is accepted on every POST.`;

/** An answer may get more members in time, so only what we take is closed to unknown ones. */
const toJsonSchema = createJsonSchemaTransform({
  zodToJsonConfig: {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined) {
        delete jsonSchema.additionalProperties;
      }
    },
  },
});

const idempotencyHeader = {
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'A repeat with the same key and body gets the same answer, for seven days' }),
};

const reasonHeader = {
  'x-cofferdam-reason': z.string().optional().meta({ description: 'Why, for the audit log; at most 500 characters' }),
};

const problemResponse = { description: 'A problem', content: { 'application/problem+json': { schema: problem } } };

/** An answer that is a file, in one of some formats; some routes have it as JSON too. */
function fileResponse(method: string, url: string): Record<string, unknown> {
  const types = filesOf(method, url);
  if (types === undefined) return {};
  const json = answersOf(method, url)?.[200];
  const content = Object.fromEntries(types.map((type) => [type, { schema: z.string() }]));
  const all = json === undefined ? content : { 'application/json': { schema: json }, ...content };
  return { 200: { description: 'Done', content: all } };
}

function responsesOf(method: string, url: string): Record<string, unknown> {
  const answers = Object.entries(answersOf(method, url) ?? {}).map(([status, schema]) => [
    status,
    status === '204' ? schema : { description: 'Done', content: { 'application/json': { schema } } },
  ]);
  return {
    ...(Object.fromEntries(answers) as Record<string, unknown>),
    ...fileResponse(method, url),
    default: problemResponse,
  };
}

function nameOf(name: string): string {
  return name === '*' ? 'model' : name;
}

/** The rest of a path has a name here: `*` is not one that an OpenAPI path can have. */
function nameWildcard(schema: Record<string, unknown>, url: string): { schema: FastifySchema; url: string } {
  if (!url.endsWith('/*')) return { schema, url };
  const { properties, required, ...rest } = schema.params as {
    properties: Record<string, unknown>;
    required: string[];
  };
  const named = Object.entries(properties).map(([name, property]): [string, unknown] => [nameOf(name), property]);
  const params = { ...rest, properties: Object.fromEntries(named), required: required.map(nameOf) };
  return { schema: { ...schema, params }, url: url.replace(/\*$/, ':model') };
}

/** Spending is on record by itself; whoever changes something else may say why. */
const unaudited = new Set(['reservations', 'usage']);

function headersOf(method: string, tags: readonly string[] = []): { readonly headers?: z.ZodType } {
  if (method === 'GET' || method === 'HEAD') return {};
  const reason = tags.some((tag) => unaudited.has(tag)) ? {} : reasonHeader;
  return { headers: z.object({ ...(method === 'POST' ? idempotencyHeader : {}), ...reason }) };
}

/**
 * Describes a route for readers only: what it answers with is not part of its own schema, since that would put a
 * serializer between the ledger's bytes and the caller.
 */
const transform: SwaggerTransform = (document) => {
  const { schema, url, route } = document;
  if (schema === undefined || schema.hide === true) return toJsonSchema(document);
  const method = String(route.method);
  const headers = headersOf(method, schema.tags);
  const described = { ...schema, ...headers, response: responsesOf(method, url) };
  const shown = toJsonSchema({ ...document, schema: described }).schema as Record<string, unknown>;
  return nameWildcard(route.config?.open === true ? { ...shown, security: [] } : shown, url);
};

/** Describes the routes that are registered after it; served at /openapi.json. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Cofferdam', version: '1', description },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform,
  });
  app.get('/openapi.json', { config: { open: true }, schema: { hide: true } }, () => app.swagger());
}
