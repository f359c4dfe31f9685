import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuietly, startFakeServer } from './fake-server.ts';

const entry = fileURLToPath(new URL('./run-main.ts', import.meta.url));
const bin = fileURLToPath(new URL('../bin/cofferdam.mjs', import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cofferdam-cli-'));
});
afterAll(() => rm(directory, { recursive: true }));

function start(...args: string[]) {
  return spawn(process.execPath, ['--conditions=cofferdam-source', '--import', 'tsx', entry, ...args], {
    stdio: 'pipe',
  });
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

describe('the process', () => {
  it('ends quietly when the reader of its output leaves', async () => {
    const child = start('trace', 'generate', '--rows', '500000');
    const errors = text(child.stderr);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await exitOf(child)).toBe(0);
    expect(await errors).toBe('');
  });

  it('ends a replay at Ctrl-C with the table so far and 130', async () => {
    const file = path.join(directory, 'trace.csv');
    await writeFile(file, `TIMESTAMP,ContextTokens,GeneratedTokens\n${'2023-11-16 18:17:03.9,10,10\n'.repeat(20_000)}`);
    let held = 0;
    const server = await startFakeServer((call) => {
      if (call.path === '/v1/reservations') {
        held += 1;
        if (held === 5) child.kill('SIGINT');
        return { status: 201, body: { id: `r${held}` } };
      }
      return answerQuietly(call) ?? { status: 200, body: { cost_usd: '0.1' } };
    });
    const child = start('replay', file, '--url', server.url, '--key', 'k', '--concurrency', '2');
    const [output, code] = await Promise.all([text(child.stdout), exitOf(child)]);
    const settled = server.calls.filter((call) => call.path.endsWith('/settle')).length;
    await server.close();
    expect(code).toBe(130);
    expect(settled).toBe(held);
    expect(output).toContain(`Stopped after ${settled.toLocaleString('en')} of 20,000 rows`);
  });

  it('says what to do where the command line is not built', async () => {
    const copy = path.join(directory, 'bin', 'cofferdam.mjs');
    await mkdir(path.dirname(copy));
    await copyFile(bin, copy);
    const child = spawn(process.execPath, [copy, 'report'], { stdio: 'pipe' });
    const [errors, code] = await Promise.all([text(child.stderr), exitOf(child)]);
    expect(code).toBe(1);
    expect(errors).toContain('not built yet\nRun `npm start` once');
  });
});
