import { meterRecording } from '@cofferdam/server/meter';
import { describe, expect, it } from 'vitest';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

const timeMs = Date.UTC(2026, 10, 1);

/** Sonnet 4.5 at 3, 0.3, 3.75, 6 and 15 USD a million, and three searches at 0.01 each. */
const answer = {
  type: 'message',
  id: 'msg-1',
  model: 'claude-sonnet-4-5',
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 1000,
    cache_read_input_tokens: 20_000,
    cache_creation_input_tokens: 3000,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
    output_tokens: 100,
    output_tokens_details: { thinking_tokens: 40 },
    server_tool_use: { web_search_requests: 3 },
  },
};

async function meter(text: string, ...args: string[]) {
  const terminal = createFakeTerminal({ files: { 'answer.json': text, '-': text } });
  const code = await runCommand(['meter', ...args], terminal, {
    meter: (recording) => meterRecording({ ...recording, timeMs }),
  });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

describe('meter', () => {
  it('prints what was used, in disjoint buckets, and what each part of it costs', async () => {
    const { code, stdout } = await meter(JSON.stringify(answer), 'answer.json', '--provider', 'anthropic');
    expect(code).toBe(exitCode.ok);
    expect(stdout.split('\n')).toEqual([
      'anthropic/claude-sonnet-4-5 · anthropic · tier standard · complete · priced as of 2026-11-01T00:00:00.000Z',
      '',
      'tokens             claude-sonnet-4-5',
      '─────────────────  ─────────────────',
      'input, uncached                1,000',
      'cache read                    20,000',
      'cache write                    1,000',
      'cache write, 1 h               2,000',
      'output                           100',
      '  of it reasoning                 40',
      '',
      expect.stringMatching(/^charged for {12}USD {2}price$/),
      expect.stringMatching(/^─+ {2}─+ {2}─+$/),
      expect.stringMatching(/^claude-sonnet-4-5 {2}0\.02625 {2}genai-prices-.*#anthropic\/claude-sonnet-4-5@/),
      expect.stringMatching(/^3 web_search {7}0\.03000 {2}genai-prices-/),
      expect.stringMatching(/^─+ {2}─+ {2}─+$/),
      'total              0.05625',
      '',
    ]);
  });

  it('reads a stream from the standard input, and says the same to machines', async () => {
    const stream = `data: ${JSON.stringify({ type: 'message_start', message: answer })}\n\n`;
    const { code, stdout } = await meter(stream, '-', '--provider', 'anthropic', '--json');
    expect(code).toBe(exitCode.ok);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'anthropic',
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      request_id: 'msg-1',
      complete: true,
      missing: false,
      flags: [],
      attempts: [
        { model: 'claude-sonnet-4-5', usage: { inputUncached: 1000, cacheWrite1h: 2000 }, cost_usd: '0.02625' },
      ],
      tools: [{ name: 'web_search', quantity: '3', cost_usd: '0.03' }],
      cost_usd: '0.05625',
    });
  });

  it('ends with 1 where the answer does not say what it used', async () => {
    const broken = JSON.stringify({ ...answer, usage: { input_tokens: 1000 } });
    const { code, stdout } = await meter(broken, 'answer.json', '--provider', 'anthropic');
    expect(code).toBe(exitCode.failed);
    expect(stdout).toMatch(/claude-sonnet-4-5 \(partly\)/);
    expect(stdout).toMatch(/total +unknown +usage is missing/);
    expect(stdout).toContain('The answer does not say all that it used.');
  });

  it('shows an error of the provider', async () => {
    const error = JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'busy' } });
    const { code, stdout } = await meter(error, 'answer.json', '--provider', 'anthropic');
    expect([code, stdout.includes('error overloaded_error: busy')]).toEqual([exitCode.failed, true]);
  });

  it('takes the model that was asked for where the answer names none', async () => {
    const converse = JSON.stringify({ stopReason: 'end_turn', usage: { inputTokens: 1000, outputTokens: 100 } });
    const args = ['answer.json', '--provider', 'aws', '--model', 'amazon.nova-lite-v1:0'];
    expect((await meter(converse, ...args)).stdout).toMatch(/total +0\.000084/);
  });

  it('an unknown model has an unknown cost', async () => {
    const unknown = JSON.stringify({ ...answer, model: 'claude-nobody-knows' });
    const { code, stdout } = await meter(unknown, 'answer.json', '--provider', 'anthropic');
    expect(code).toBe(exitCode.ok);
    expect(stdout).toMatch(/claude-nobody-knows +unknown +unpriced: unknown_model/);
  });

  it('wants to know who answered', async () => {
    expect((await meter('{}', 'answer.json')).code).toBe(exitCode.usage);
  });

  it('takes gemini for google, as connections call it', async () => {
    const usageMetadata = { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 };
    const gemini = JSON.stringify({
      candidates: [{ finishReason: 'STOP' }],
      modelVersion: 'gemini-2.5-flash',
      usageMetadata,
    });
    const { code, stdout } = await meter(gemini, 'answer.json', '--provider', 'gemini');
    // 0.3 and 2.5 USD a million.
    expect([code, /^google\/gemini-2\.5-flash .*total +0\.00055/s.test(stdout)]).toEqual([exitCode.ok, true]);
  });

  it.each([
    ['opnai', 'did you mean openai?'],
    ['Anthropics', 'did you mean anthropic?'],
    ['nobody-has-this-name', 'no provider "nobody-has-this-name"\n'],
  ])('a provider called %s is unknown', async (provider, said) => {
    const { code, stdout, stderr } = await meter(JSON.stringify(answer), 'answer.json', '--provider', provider);
    expect([code, stdout, stderr.includes(said)]).toEqual([exitCode.usage, '', true]);
  });

  it.each([
    ['', 'answer.json is empty'],
    [' \n', 'answer.json is empty'],
    ['hello world', 'answer.json is neither JSON nor a stream of events'],
    ['<html></html>', 'answer.json is neither JSON nor a stream of events'],
    ['42', 'answer.json is neither JSON nor a stream of events'],
  ])('what is no answer is refused by its name: %j', async (text, said) => {
    const { code, stdout, stderr } = await meter(text, 'answer.json', '--provider', 'openai');
    expect([code, stdout, stderr.includes(said)]).toEqual([exitCode.failed, '', true]);
  });

  it('ends with 1 where the file cannot be read', async () => {
    const { code, stderr } = await meter('{}', 'another.json', '--provider', 'openai');
    expect([code, stderr.includes('another.json cannot be read')]).toEqual([exitCode.failed, true]);
  });
});
