import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

const connection = {
  name: 'main',
  provider: 'openai',
  base_url: 'https://api.openai.com/v1',
  api_key_hint: 'wxyz',
  price_provider: 'openai',
  timeouts: { connect_ms: 10_000, total_ms: 900_000 },
  policy: { mode: 'fit', max_output_tokens: 4096, min_output_tokens: null },
  origin: 'api',
  updated_at: '2026-11-23T09:00:00Z',
};

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined, input = '') {
  server = await startFakeServer(react);
  const env = { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k', MY_KEY: 'sk-from-variable', OURS: 'cfd_agent_x' };
  const terminal = createFakeTerminal({ env, files: { '-': input } });
  const code = await runCommand(['connections', ...args], terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const made = (): Answer => ({ status: 201, body: connection });

describe('connections', () => {
  it('add takes the key from a variable, and sends what was given', async () => {
    const bounds = ['--connect-ms', '500', '--mode', 'fit', '--max-output-tokens', '4096'];
    const args = ['add', 'main', '--provider', 'openai', '--api-key-env', 'MY_KEY', ...bounds];
    const { stdout, stderr } = await call(args, made);
    expect(server.calls).toMatchObject([{ method: 'POST', path: '/v1/connections' }]);
    expect(server.calls[0]?.body).toEqual({
      name: 'main',
      provider: 'openai',
      api_key: 'sk-from-variable',
      timeouts: { connect_ms: 500 },
      policy: { mode: 'fit', max_output_tokens: 4096 },
    });
    expect(stdout).toMatch(/main +openai +https:\/\/api\.openai\.com\/v1 +…wxyz +openai +api/);
    expect(stdout + stderr).not.toContain('sk-from-variable');
  });

  it('add takes the key from the standard input, without the line break at its end', async () => {
    const prices = ['--base-url', 'https://x.test/v1', '--price-provider', 'groq'];
    await call(['add', 'main', '--provider', 'openai-compatible', '--api-key-stdin', ...prices], made, 'sk-piped\n');
    expect(server.calls[0]?.body).toEqual({
      name: 'main',
      provider: 'openai-compatible',
      base_url: 'https://x.test/v1',
      api_key: 'sk-piped',
      price_provider: 'groq',
    });
  });

  it.each<[string, string[]]>([
    ['without a key', ['add', 'main', '--provider', 'openai']],
    ['with a variable that is not set', ['add', 'main', '--provider', 'openai', '--api-key-env', 'NONE']],
    ['with nothing on the standard input', ['add', 'main', '--provider', 'openai', '--api-key-stdin']],
    ['with two sources', ['add', 'main', '--provider', 'openai', '--api-key-stdin', '--api-key-env', 'MY_KEY']],
    ['with the key as an argument', ['add', 'main', '--provider', 'openai', '--api-key', 'sk-x']],
    ['with a figure that is none', ['update', 'main', '--total-ms', 'long']],
    ['with nothing to change', ['update', 'main']],
  ])('called %s sends nothing', async (_name, args) => {
    const { code } = await call(args, made);
    expect(code).toBe(exitCode.usage);
    expect(server.calls).toEqual([]);
  });

  it.each(['sk-proj-abc', 'gsk_abcdef', 'AIza/x'])(
    '--api-key-env %s never prints what may be the key',
    async (value) => {
      const { code, stdout, stderr } = await call(
        ['add', 'main', '--provider', 'openai', '--api-key-env', value],
        made,
      );
      expect([code, server.calls]).toEqual([exitCode.usage, []]);
      expect(stdout + stderr).not.toContain(value);
      expect(stderr).toMatch(/takes the NAME of a variable|is not set/);
    },
  );

  it.each([
    ['a variable', ['add', 'main', '--provider', 'openai', '--api-key-env', 'OURS']],
    ['the standard input', ['update', 'main', '--api-key-stdin']],
  ])("a key of Cofferdam from %s is not a provider's", async (_source, args) => {
    const { code, stderr } = await call(args, made, 'cfd_admin_y\n');
    expect([code, server.calls]).toEqual([exitCode.usage, []]);
    expect(stderr).toContain("a connection takes the provider's own key");
    expect(stderr).not.toMatch(/cfd_a/);
  });

  it.each([
    ['update', ['--total-ms', '5000']],
    ['remove', []],
  ])('%s sim says that it is built in', async (verb, options) => {
    const { code, stderr } = await call([verb, 'sim', ...options], made);
    expect([code, server.calls]).toEqual([exitCode.usage, []]);
    expect(stderr).toContain('sim is built in; COFFERDAM_SIMULATOR=off leaves it out');
  });

  it('list says how to add the first one; as JSON it is empty', async () => {
    const react = () => ({ status: 200, body: { data: [], next_cursor: null } });
    expect((await call(['list'], react)).stdout).toMatch(/^No connections yet: cofferdam connections add /);
    await server.close();
    expect(JSON.parse((await call(['list', '--json'], react)).stdout)).toEqual({ data: [] });
  });

  it('list shows the hint of each key', async () => {
    const rows = [connection, { ...connection, name: 'local', api_key_hint: null }];
    const { stdout } = await call(['list'], () => ({ status: 200, body: { data: rows, next_cursor: null } }));
    expect(stdout).toMatch(/main .* …wxyz /);
    expect(stdout).toMatch(/local .* - /);
  });

  it('show has timeouts and policy, figures under each other', async () => {
    const { stdout } = await call(['show', 'main'], () => ({ status: 200, body: connection }));
    expect(stdout).toMatch(/^connect ms +10000$/m);
    expect(stdout).toMatch(/^total ms +900000$/m);
    expect(stdout).toMatch(/^max output tokens +4096$/m);
    expect(stdout).not.toContain('min output tokens');
  });

  it('update sends what changes, and can end the policy', async () => {
    await call(['update', 'main', '--api-key-env', 'MY_KEY', '--remove-policy'], () => ({
      status: 200,
      body: connection,
    }));
    expect(server.calls).toMatchObject([{ method: 'PATCH', path: '/v1/connections/main' }]);
    expect(server.calls[0]?.body).toEqual({ api_key: 'sk-from-variable', policy: null });
  });

  it('remove names it in the path; --json says so as JSON', async () => {
    const { stdout } = await call(['remove', 'main', '--json'], () => ({ status: 204 }));
    expect(server.calls).toMatchObject([{ method: 'DELETE', path: '/v1/connections/main' }]);
    expect(JSON.parse(stdout)).toEqual({ name: 'main', removed: true });
  });
});
