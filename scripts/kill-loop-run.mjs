// The process that kill-loop.mjs starts, through which the loop is read from its source.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { killLoop } from '../packages/server/test/faults/support/kill-loop.ts';
import { inCheckout } from './checkout.mjs';

const compiledServer = 'import(process.argv[1]).then(({ main }) => main())';
const compiledMain = pathToFileURL(inCheckout('packages', 'server', 'dist', 'main.js')).href;

function readCycles() {
  const { values } = parseArgs({ options: { cycles: { type: 'string', default: '100' } } });
  const cycles = Number(values.cycles);
  if (!Number.isInteger(cycles) || cycles < 1)
    throw new Error(`--cycles must be a whole number above 0, not ${values.cycles}`);
  return cycles;
}

function bar(done, total) {
  const width = 30;
  const filled = Math.round((width * done) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done} of ${total} cycles`;
}

/** A bar on a terminal, a line now and then elsewhere. */
function showProgress(done) {
  if (process.stderr.isTTY) process.stderr.write(`\r${bar(done, cycles)}${done === cycles ? '\n' : ''}`);
  else if (done % 10 === 0 || done === cycles) process.stderr.write(`${done} of ${cycles} cycles\n`);
}

function report(counts) {
  const rows = [
    ['cycles (server and database killed in turn)', counts.cycles],
    ['answered commands', counts.acked],
    ['answered and lost', counts.lost],
    ['done twice', counts.duplicated],
    ['committed, but the answer was lost', counts.committedButUnacked],
    ['differences that verify found', counts.differences],
  ];
  return rows.map(([name, count]) => `${name.padEnd(46)}${String(count).padStart(10)}\n`).join('');
}

const cycles = readCycles();
const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-kill-loop-')));
try {
  const counts = await killLoop({
    cycles,
    clients: 32,
    acksPerCycle: 2_000,
    dataDir,
    server: ['--input-type=module', '--eval', compiledServer, compiledMain],
    onCycle: showProgress,
  });
  process.stdout.write(report(counts));
  process.exitCode = counts.lost + counts.duplicated + counts.differences === 0 ? 0 : 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
