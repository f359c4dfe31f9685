import { afterEach, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

it('shows both costs, what was left out and what is not known', async () => {
  const body = {
    from_model: 'openai/gpt-4o',
    to_model: 'openai/gpt-4o-mini',
    records: 1_234,
    tokens: 5_000_000,
    cost_usd: '12.5',
    swapped_cost_usd: '0.75',
    difference_usd: '-11.75',
    left_out: [{ reason: 'no_bucket_price', bucket: 'audio_input_tokens', records: 2, tokens: 9, cost_usd: '0.1' }],
    note: 'The same tokens at another price.',
  };
  server = await startFakeServer(() => ({ status: 200, body }));
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const args = ['model-swap', 'openai/gpt-4o', 'openai/gpt-4o-mini', '--from', '2026-11-01'];
  expect(await runCommand(args, terminal)).toBe(exitCode.ok);
  expect(server.calls[0]!.path).toBe(
    '/v1/reports/model-swap?from_model=openai%2Fgpt-4o&to_model=openai%2Fgpt-4o-mini&from=2026-11-01',
  );
  expect(terminal.stdout).toMatch(/^openai\/gpt-4o-mini +0\.75$/m);
  expect(terminal.stdout).toMatch(/^difference +-11\.75$/m);
  expect(terminal.stdout).toContain('Left out: 2 records for 0.1 USD, no_bucket_price (audio_input_tokens)');
  expect(terminal.stdout).toContain('The same tokens at another price.');
});
