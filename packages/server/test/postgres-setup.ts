import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/store/embedded/index.ts';
import { migrate } from '../src/store/migrate.ts';
import { runStatement, type TestConnection } from './postgres.ts';

/** A database server for the run, and how to be rid of it. */
interface TestServer {
  readonly connection: TestConnection;
  stop(): Promise<void>;
}

const connectTimeoutMs = 15_000;

/** Every test database is a copy of this one, so that migrations are applied once. */
const templateDatabase = `cofferdam_template_${process.pid}`;

/**
 * Starts one Postgres for the whole run, or uses the one that COFFERDAM_TEST_DATABASE_URL names, and makes the
 * migrated template there.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer(process.env['COFFERDAM_TEST_DATABASE_URL']);
  try {
    await makeTemplate(server.connection);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('testServer', { ...server.connection, template: templateDatabase });
  return async () => {
    await dropTemplate(server.connection);
    await server.stop();
  };
}

async function startServer(url: string | undefined): Promise<TestServer> {
  return url === undefined ? await startEmbedded() : { connection: readUrl(url), stop: async () => undefined };
}

async function startEmbedded(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'cofferdam-test-'));
  const output: string[] = [];
  const embedded = await startEmbeddedPostgres({
    dataDir: directory,
    log: (message) => void output.push(message),
    // Only a crash of the machine would lose what these keep; a killed Postgres loses nothing without them.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  }).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw error;
  });
  return {
    connection: { ...embedded.connection, password: '', connectTimeoutMs },
    stop: async () => {
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function readUrl(text: string): TestConnection {
  const url = new URL(text);
  return {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || '5432'),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    connectTimeoutMs,
  };
}

async function makeTemplate(connection: TestConnection): Promise<void> {
  await runStatement(connection, `CREATE DATABASE ${templateDatabase}`);
  await migrate({ ...connection, database: templateDatabase });
}

async function dropTemplate(connection: TestConnection): Promise<void> {
  await runStatement(connection, `DROP DATABASE IF EXISTS ${templateDatabase}`);
}
