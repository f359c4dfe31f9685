import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { defaultOrgId } from '../../src/services/orgs/create-org.ts';
import type { EnvironmentKeys } from '../../src/services/connections/environment-connections.ts';
import { createNode, type ServerNode } from '../../src/wire.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';

const adminKey = 'test-admin-key-0123456789abcdef';

interface Starts {
  readonly logged: string[];
  /** Starts a node on the same database, as a restart would. */
  readonly start: (providerKeys: EnvironmentKeys, secretKey?: string) => Promise<ServerNode>;
}

async function database(): Promise<Starts> {
  const made: TestDatabase = await createTestDatabase();
  const nodes: ServerNode[] = [];
  const logged: string[] = [];
  onTestFinished(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await made.drop();
  });
  const log = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  return {
    logged,
    async start(providerKeys, secretKey = 'test-secret-key-0123456789abcdef-0123456789') {
      const logger = pino({ level: 'trace' }, log);
      const node = await createNode({ database: made.connection, adminKey, secretKey, logger, providerKeys });
      nodes.push(node);
      return node;
    },
  };
}

const credentialOf = async (node: ServerNode, name: string): Promise<string | null | undefined> =>
  (await node.context.connections.find(defaultOrgId, name))?.credential;

async function call(node: ServerNode, method: 'POST' | 'PATCH' | 'GET', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${adminKey}` };
  return node.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
}

it('keys of the environment make connections, each once, and log no key', async () => {
  const { start, logged } = await database();
  const keys = { openai: 'sk-env-openai-0123', anthropic: 'sk-env-anthropic-4567' };
  const [one, two] = await Promise.all([start(keys), start(keys)]);
  expect(await credentialOf(one, 'openai')).toBe(keys.openai);
  expect(await credentialOf(two, 'anthropic')).toBe(keys.anthropic);
  expect(await credentialOf(one, 'gemini')).toBeUndefined();
  const shown = (await call(one, 'GET', '/v1/connections/openai')).json<Record<string, unknown>>();
  expect(shown).toMatchObject({ origin: 'environment', base_url: 'https://api.openai.com/v1', api_key_hint: '0123' });
  const lines = logged.filter((line) => line.includes('from the environment'));
  expect(lines).toHaveLength(2);
  expect(logged.join('')).not.toContain('sk-env');
});

it('a restart updates what the environment made, keeps it where the variable is gone, and else changes nothing', async () => {
  const { start, logged } = await database();
  await start({ openai: 'sk-env-first-0123', gemini: 'sk-env-gemini-0123' });
  const node = await start({ openai: 'sk-env-second-4567' });
  expect(await credentialOf(node, 'openai')).toBe('sk-env-second-4567');
  expect(await credentialOf(node, 'gemini')).toBe('sk-env-gemini-0123');
  const before = logged.length;
  const again = await start({ openai: 'sk-env-second-4567' });
  expect(await credentialOf(again, 'openai')).toBe('sk-env-second-4567');
  expect(logged.slice(before).filter((line) => line.includes('from the environment'))).toEqual([]);
});

it('what a person made, or gave another key, is left alone; a policy does not take it from the environment', async () => {
  const { start } = await database();
  const first = await start({ anthropic: 'sk-env-first-0123', gemini: 'sk-env-gemini-0123' });
  await call(first, 'POST', '/v1/connections', { name: 'openai', provider: 'openai', api_key: 'sk-person-0123' });
  await call(first, 'PATCH', '/v1/connections/anthropic', { api_key: 'sk-person-4567' });
  await call(first, 'PATCH', '/v1/connections/gemini', { policy: { mode: 'strict' } });
  const node = await start({ openai: 'sk-env-1', anthropic: 'sk-env-2', gemini: 'sk-env-3' });
  expect(await credentialOf(node, 'openai')).toBe('sk-person-0123');
  expect(await credentialOf(node, 'anthropic')).toBe('sk-person-4567');
  expect(await node.context.connections.find(defaultOrgId, 'gemini')).toMatchObject({
    credential: 'sk-env-3',
    policy: { mode: 'strict' },
  });
});

it('under another secret key no node starts, and what is sealed stays as it is', async () => {
  const { start } = await database();
  const otherKey = 'another-secret-key-0123456789abcdef-012345';
  await start({}, otherKey);
  const node = await start({ openai: 'sk-env-openai-0123' });
  await expect(start({ openai: 'sk-env-openai-4567' }, otherKey)).rejects.toThrow(
    /^COFFERDAM_SECRET_KEY is not the key/,
  );
  expect(await credentialOf(node, 'openai')).toBe('sk-env-openai-0123');
});

it('a credential that does not open is told to the caller as one that no second try cures', async () => {
  const { start } = await database();
  const node = await start({ openai: 'sk-env-openai-0123' });
  await node.context.pool.query("UPDATE connections SET credential = '\\x00' WHERE name = 'openai'");
  const url = await node.app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${url}/gateway/openai/v1/models`, { headers });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(await answer.json()).toMatchObject({ code: 'credential_unreadable' });
});
