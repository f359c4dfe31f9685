import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DataDirectoryInUse, type EmbeddedConnection } from '../../src/store/embedded/index.ts';
import { isAlive } from '../../src/store/embedded/process.ts';
import { queryOnce } from './query.ts';
import { startForTest, temporaryDirectory } from './temporary.ts';

const patience = { timeout: 30_000, interval: 20 };

/** One query on a connection of its own, tried until the database answers. */
async function answers(connection: EmbeddedConnection, query: string): Promise<unknown> {
  return await vi.waitFor(() => queryOnce(connection, query), patience);
}

async function lockHolders(connection: EmbeddedConnection): Promise<unknown> {
  return await answers(
    connection,
    "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND granted",
  );
}

interface OtherServer {
  readonly process: ChildProcess;
  readonly connection: EmbeddedConnection;
  readonly databasePid: number;
}

async function startOtherServer(dataDir: string): Promise<OtherServer> {
  const script = new URL('server-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--conditions=cofferdam-source', '--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as unknown[];
  const said = JSON.parse(String(line)) as { connection: EmbeddedConnection; pid: number };
  return { process: child, connection: said.connection, databasePid: said.pid };
}

test('a database server that is killed comes back by itself, with every committed row, and is still ours', async () => {
  const dataDir = await temporaryDirectory();
  const { embedded, messages } = await startForTest(dataDir);
  await answers(embedded.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const killed = embedded.pid() ?? 0;
  process.kill(killed, 'SIGKILL');
  await vi.waitFor(() => expect(embedded.pid()).not.toBe(killed), patience);
  expect(await answers(embedded.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(messages).toContain('Postgres ended by itself; starting it again');
  await expect(startForTest(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse);
});

test('a pool that was connected through the crash answers again without being told', async () => {
  const { embedded } = await startForTest(await temporaryDirectory());
  const pool = new pg.Pool({ ...embedded.connection, max: 2 });
  pool.on('error', () => undefined);
  await pool.query('SELECT 1');
  process.kill(embedded.pid() ?? 0, 'SIGKILL');
  const { rows } = await vi.waitFor(() => pool.query<{ two: number }>('SELECT 2 AS two'), patience);
  expect(rows).toEqual([{ two: 2 }]);
  await pool.end();
});

test('the lock is taken again when only its connection is lost', async () => {
  const dataDir = await temporaryDirectory();
  const { embedded } = await startForTest(dataDir);
  const maintenance = { ...embedded.connection, database: 'postgres' };
  const pid = embedded.pid();
  const holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'";
  const before = await answers(maintenance, holders);
  await answers(maintenance, `SELECT pg_terminate_backend(pid) FROM (${holders}) AS holder`);
  await vi.waitFor(async () => expect(await answers(maintenance, holders)).not.toEqual(before), patience);
  await vi.waitFor(async () => expect(await lockHolders(maintenance)).toEqual([{ held: 1 }]), patience);
  expect(embedded.pid()).toBe(pid);
  await expect(startForTest(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse);
});

test('a database that a killed server left running is taken over in order, and nothing committed is lost', async () => {
  const dataDir = await temporaryDirectory();
  const other = await startOtherServer(dataDir);
  await answers(other.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await expect(startForTest(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse);
  const ended = once(other.process, 'exit');
  other.process.kill('SIGKILL');
  await ended;
  expect(isAlive(other.databasePid)).toBe(true);

  const { embedded, messages } = await startForTest(dataDir);
  expect(isAlive(other.databasePid)).toBe(false);
  expect(messages).toContain('stopping the Postgres that a killed server left behind');
  expect(await answers(embedded.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('server and database killed together: the next start recovers what was committed', async () => {
  const dataDir = await temporaryDirectory();
  const other = await startOtherServer(dataDir);
  await answers(other.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const ended = once(other.process, 'exit');
  other.process.kill('SIGKILL');
  process.kill(other.databasePid, 'SIGKILL');
  await ended;
  const { embedded } = await startForTest(dataDir);
  expect(await answers(embedded.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('a process id in a stale lock file that another program has by now does not keep the database from starting', async () => {
  const dataDir = await temporaryDirectory();
  const first = await startForTest(dataDir);
  const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = (await readFile(lockFile, 'utf8')).split('\n');
  await first.embedded.stop();
  // The id must be one that Postgres may signal and is no relation of the new server: on Linux, a process of its own user.
  const { uid, gid } = await stat(join(dataDir, 'postgres'));
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore', cwd: '/' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  await writeFile(lockFile, [String(stranger.pid), ...lines.slice(1)].join('\n'));
  const second = await startForTest(dataDir);
  expect(await answers(second.embedded.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
});
