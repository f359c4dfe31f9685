import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { typesOf } from './types-of.mjs';

/**
 * Writes the types of the client library, a file for each tag. openapi-typescript would do it too, but needs a compiler
 * of an older kind beside ours.
 */
export function writeSdkTypes() {
  const document = JSON.parse(readFileSync(inCheckout('docs', 'reference', 'openapi.json'), 'utf8'));
  const folder = inCheckout('packages', 'sdk', 'src', 'generated');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of typesOf(document)) writeFileSync(join(folder, name), text);
}
