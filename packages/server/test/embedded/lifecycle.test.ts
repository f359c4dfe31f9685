import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DataDirectoryInUse, DataDirectoryUnusable, startEmbeddedPostgres } from '../../src/store/embedded/index.ts';
import { isAlive } from '../../src/store/embedded/process.ts';
import { queryOnce } from './query.ts';
import { startForTest, temporaryDirectory } from './temporary.ts';

test('a fresh directory gets a database that answers, keeps its rows over a restart, and leaves nothing half made', async () => {
  const dataDir = await temporaryDirectory();
  const first = await startForTest(dataDir);
  await queryOnce(first.embedded.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = first.embedded.pid() ?? 0;
  await first.embedded.stop();
  expect(isAlive(pid)).toBe(false);
  expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', 'socket']);

  const second = await startForTest(dataDir);
  expect(await queryOnce(second.embedded.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('answered transactions survive a crash by default: the settings say so, and no TCP port is open', async () => {
  const dataDir = await temporaryDirectory();
  const embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const settings = await queryOnce(
    embedded.connection,
    `SELECT json_object_agg(name, setting) AS found FROM pg_settings
     WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding')`,
  );
  await embedded.stop();
  const found = {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    server_encoding: 'UTF8',
  };
  expect(settings).toEqual([{ found }]);
});

test('the socket and the cluster are closed to everybody but the user that runs Postgres', async () => {
  const dataDir = await temporaryDirectory();
  const { embedded } = await startForTest(dataDir);
  for (const directory of [join(dataDir, 'postgres'), embedded.connection.host]) {
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  }
});

test('a second server on the same directory is refused by name, and the first still answers', async () => {
  const dataDir = await temporaryDirectory();
  const { embedded } = await startForTest(dataDir);
  const pid = embedded.pid();
  const second = startForTest(dataDir);
  await expect(second).rejects.toBeInstanceOf(DataDirectoryInUse);
  await expect(second).rejects.toThrow(dataDir);
  expect(await queryOnce(embedded.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(embedded.pid()).toBe(pid);
});

test('of several servers that start at once on a fresh directory exactly one wins, and it works', async () => {
  const dataDir = await temporaryDirectory();
  const starts = await Promise.allSettled([startForTest(dataDir), startForTest(dataDir), startForTest(dataDir)]);
  const winners = starts.filter((start) => start.status === 'fulfilled');
  const refusals = starts.filter((start) => start.status === 'rejected');
  expect(refusals.map((refusal): unknown => refusal.reason)).toEqual([
    expect.any(DataDirectoryInUse),
    expect.any(DataDirectoryInUse),
  ]);
  expect(winners).toHaveLength(1);
  for (const { value } of winners) {
    expect(await queryOnce(value.embedded.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }
  expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', 'socket']);
});

test('what a first start that was killed left behind is removed, and the work of one that lives is not', async () => {
  const dataDir = await temporaryDirectory();
  const abandoned = 'postgres.new-999999999-a1b2c3';
  const atWork = `postgres.new-${process.pid}-a1b2c3`;
  await Promise.all([mkdir(join(dataDir, abandoned)), mkdir(join(dataDir, atWork))]);
  await startForTest(dataDir);
  expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', atWork, 'socket']);
});

test('a data directory whose path is too long for a socket address works, with its socket elsewhere', async () => {
  const parent = await temporaryDirectory();
  // As root, another user runs the database and has to pass.
  await chmod(parent, 0o711);
  const dataDir = join(parent, 'deep'.repeat(30));
  const { embedded } = await startForTest(dataDir);
  onTestFinished(() => rm(embedded.connection.host, { recursive: true }));
  expect(embedded.connection.host.startsWith(dataDir)).toBe(false);
  expect((await stat(embedded.connection.host)).mode & 0o777).toBe(0o700);
  expect(await queryOnce(embedded.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(startForTest(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse);
});

test('a data directory that is a file, or that another major version made, is refused in plain words', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'file'), '');
  await expect(startForTest(join(directory, 'file'))).rejects.toBeInstanceOf(DataDirectoryUnusable);
  await mkdir(join(directory, 'postgres'));
  await writeFile(join(directory, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startForTest(directory)).rejects.toThrow('made by Postgres 17');
});
