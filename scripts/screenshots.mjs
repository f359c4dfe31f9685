// node scripts/screenshots.mjs: makes the pictures of the documentation anew, from the pages of a busy org that the tests
// make. A picture that is too large for a page is an error.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inCheckout } from './checkout.mjs';
import { runCommand, tool } from './run-command.mjs';

const mostBytes = 160_000;
const folder = inCheckout('docs', 'start', 'images');

process.env.DOCUMENT_PICTURES = '1';
const tests = ['shell', 'first-steps'].map((name) => `packages/server/test/dashboard/${name}.test.ts`);
const code = await runCommand(tool('vitest'), ['run', ...tests]);
if (code !== 0) process.exit(code);
for (const name of await readdir(folder)) {
  const { size } = await stat(join(folder, name));
  process.stdout.write(`docs/start/images/${name}: ${Math.round(size / 1_000)} kB\n`);
  if (size > mostBytes) throw new Error(`${name} is larger than ${mostBytes / 1_000} kB`);
}
