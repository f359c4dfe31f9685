// What openapi.mjs runs where TypeScript can be read.
import { writeFileSync } from 'node:fs';
import { apiDocument } from '../packages/server/src/api/api-document.ts';
import { inCheckout } from './checkout.mjs';

const document = await apiDocument();
writeFileSync(inCheckout('docs', 'reference', 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`);
