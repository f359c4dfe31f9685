import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { greeting } from '../src/greeting.ts';
import { describeListenError } from '../src/port-probe.ts';
import { startServer, type RunningServer } from '../src/main.ts';
import { temporaryDirectory } from './embedded/temporary.ts';

async function start(environment: Record<string, string>): Promise<RunningServer> {
  const dataDir = await temporaryDirectory();
  const common = { COFFERDAM_DATA_DIR: dataDir, COFFERDAM_PORT: '0', COFFERDAM_LOG_LEVEL: 'silent' };
  const server = await startServer(readConfig({ ...common, ...environment }));
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= server.close());
  onTestFinished(close);
  return { ...server, close };
}

/** What the curl command of a greeting sends, with what the shell puts in. */
function curlOf(text: string): { url: string; headers: Record<string, string>; body: string } {
  const command = text.replace(/\$\(cat ([^)]+)\)/g, (_, path: string) => readFileSync(path, 'utf8').trim());
  const headers = [...command.matchAll(/-H (["'])([^:]+): (.+?)\1/g)].map(([, , name = '', value = '']) => [
    name,
    value,
  ]);
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const [, body = ''] = /-d '(.+)'/.exec(command) ?? [];
  return { url, headers: Object.fromEntries(headers) as Record<string, string>, body };
}

async function paste(server: RunningServer): Promise<{ status: number; headers: Headers; answer: unknown }> {
  const { url, headers, body } = curlOf(greeting(server));
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, answer: await response.json() };
}

test('a server has simulated providers, and greets with a call to them that works as it stands', async () => {
  const server = await start({});
  expect(server.simulated).toBe('sim');
  const { status, headers, answer } = await paste(server);
  expect({ status, answer }).toMatchObject({ status: 200, answer: { object: 'chat.completion' } });
  expect(Number(headers.get('x-cofferdam-cost-usd'))).toBeGreaterThan(0);
  expect(greeting(server)).toContain(`npx cofferdam demo --url ${server.url} --key "$(cat `);
  const authorization = `Bearer ${server.adminKey.value}`;
  const shown = await fetch(`${server.url}/v1/connections/sim`, { headers: { authorization } });
  const { base_url: simulated } = (await shown.json()) as { base_url: string };
  expect((await fetch(`${simulated}/_sim/truth`)).status).toBe(200);
  await server.close();
  for (const url of [server.url, simulated]) await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('it has none where it is told so, and greets with a call that works without them', async () => {
  const server = await start({ COFFERDAM_SIMULATOR: 'off' });
  expect(server.simulated).toBeNull();
  expect(await paste(server)).toMatchObject({ status: 201, answer: { state: 'held' } });
  expect(greeting(server)).not.toContain('demo --url');
  const headers = { authorization: `Bearer ${server.adminKey.value}` };
  const models = await fetch(`${server.url}/gateway/sim/v1/models`, { headers });
  expect(models.status).toBe(404);
});

test('the greeting says nothing that the command line finds by itself, and never a key that was given', () => {
  const adminKey = { value: 'given-admin-key-0123456789', path: null, made: false };
  const text = greeting({ url: 'http://127.0.0.1:4600', adminKey, simulated: 'sim', ownerLink: null });
  expect(text).toMatch(/npx cofferdam demo\n/);
  expect(text).toContain('Bearer $COFFERDAM_ADMIN_KEY');
  expect(text).not.toContain(adminKey.value);
});

test('an address that it cannot have is said before a database is made', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ host: '127.0.0.1', port: 0 }, resolve));
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as AddressInfo;
  const dataDir = await temporaryDirectory();
  // 192.0.2.0/24 is for documentation: no machine has an address of it.
  for (const [environment, message] of [
    [{ COFFERDAM_PORT: String(port) }, `port ${port} of 127.0.0.1 is in use; choose another with COFFERDAM_PORT`],
    [{ COFFERDAM_HOST: '192.0.2.1' }, '192.0.2.1 is no address of this machine: COFFERDAM_HOST'],
  ] as const) {
    const config = readConfig({ COFFERDAM_DATA_DIR: dataDir, COFFERDAM_LOG_LEVEL: 'silent', ...environment });
    await expect(startServer(config)).rejects.toThrow(new ConfigError(message));
  }
  expect(await readdir(dataDir)).toEqual([]);
});

test('a port that needs root is told by what it needs', () => {
  const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  const told = describeListenError(denied, { host: '127.0.0.1', port: 80 });
  expect(told).toEqual(new ConfigError('may not listen on 127.0.0.1:80: ports below 1024 need root'));
  expect(describeListenError(new Error('other'), { host: '127.0.0.1', port: 80 })).toBeNull();
});
