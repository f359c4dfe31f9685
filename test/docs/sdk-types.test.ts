import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
// @ts-expect-error: a script of ours without types of its own.
import { typesOf } from '../../scripts/sdk-types/types-of.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'packages/sdk/src/generated');

test('the types of the client library are those of the API document: node scripts/openapi.mjs writes them', () => {
  const document: unknown = JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8'));
  const written = (typesOf as (document: unknown) => [string, string][])(document);
  const found = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(written));
});
