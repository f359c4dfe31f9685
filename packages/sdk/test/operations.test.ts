import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Cofferdam } from '../src/index.ts';
import { resourceShapes } from '../src/resources/index.ts';
import type { Shapes } from '../src/resources/shapes.ts';
import { fakeServer } from './fake-server.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const file = new URL('../../../docs/reference/openapi.json', import.meta.url);
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Document;
const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** A path with every name in braces replaced by a sample. */
function sampled(path: string): string {
  return path.replace(/\{\w+\}/g, 'x');
}

test('every operation of the API is a method of the client, and calls just that', async () => {
  const server = fakeServer({ status: 200, body: { data: [], next_cursor: null } });
  const client = new Cofferdam({ baseUrl: 'http://c.test', apiKey: 'k', fetch: server.fetch });
  const called: string[] = [];
  const methods = Object.entries(resourceShapes as Readonly<Record<string, Shapes>>).flatMap(([resource, shapes]) =>
    Object.entries(shapes).map(([method, { operation }]) => ({ resource, method, operation })),
  );
  const resources = client as unknown as Record<string, Record<string, (...names: string[]) => Promise<unknown>>>;
  for (const { resource, method, operation } of methods) {
    const names = operation.match(/\{\w+\}/g) ?? [];
    await resources[resource]?.[method]?.(...names.map(() => 'x'));
    const last = server.asked.at(-1);
    const [verb, path = ''] = operation.split(' ');
    expect([last?.method, last?.url]).toEqual([verb, `http://c.test${sampled(path)}`]);
    called.push(operation);
  }
  await client.imports.usage('a,b', { source: 's' }).catch(() => undefined);
  for await (const _ of client.live()) break;
  called.push('POST /v1/imports/usage', 'GET /v1/live');
  expect(called.toSorted()).toEqual(documented.toSorted());
  expect(documented.length).toBeGreaterThan(100);
});
