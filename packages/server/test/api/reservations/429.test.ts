import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOrg, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  // It is 50 seconds past the minute, all the time.
  node = await startTestNode({ clock: () => Date.UTC(2026, 10, 23, 11, 0, 50) });
});
afterAll(() => node.close());

async function org(name: string) {
  const { secret } = await makeOrg(node.call, name);
  const call = node.as(secret);
  const estimate = { input_tokens: 100, max_output_tokens: 150 };
  return {
    call,
    reserve: (headers = {}) =>
      call(
        'POST',
        '/v1/reservations',
        { agent: 'bot', provider: 'openai', model: 'gpt-4o', estimate, amount_usd: '0.01' },
        headers,
      ),
    budget: (more: Record<string, unknown>) =>
      call('POST', '/v1/budgets', { name: 'rate', per: 'agent', window: 'minute', ...more }),
  };
}

describe('the RateLimit fields', () => {
  it('are not on a refusal that a release would cure before the window ends', async () => {
    const { reserve, budget } = await org('requests');
    await budget({ limit_requests: 1 });
    await reserve();
    const refused = await reserve();
    expect(refused.json).toMatchObject({ status: 429, code: 'budget_in_flight' });
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers).not.toHaveProperty('ratelimit');
  });

  it('say on a refusal what is left, and until when', async () => {
    const { call, reserve, budget } = await org('tokens');
    await budget({ limit_tokens: 300, name: 'tokens a "minute"' });
    const { json } = await reserve();
    const used = { provider: 'openai', model: 'gpt-4o', input_tokens: 100, output_tokens: 80 };
    await call('POST', `/v1/reservations/${textOf(json, 'id')}/settle`, { usage: used });
    const refused = await reserve();
    expect(refused.json).toMatchObject({ status: 429, code: 'rate_limited', available_tokens: 120 });
    expect(refused.headers).toMatchObject({
      'retry-after': '10',
      'ratelimit-policy': '"tokens a \\"minute\\"";q=300;qu="tokens";w=60',
      ratelimit: '"tokens a \\"minute\\"";r=120;t=10',
    });
  });

  it('are those of the tightest rate limit on what is admitted, and not on its repeat', async () => {
    const { reserve, budget } = await org('admitted');
    await budget({ limit_requests: 10 });
    await budget({ limit_tokens: 1000, name: 'tokens', per: 'org' });
    const key = { 'idempotency-key': 'once' };
    const first = await reserve(key);
    expect(first.status).toBe(201);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"tokens";q=1000;qu="tokens";w=60',
      ratelimit: '"tokens";r=750;t=10',
    });
    const repeat = await reserve(key);
    expect(repeat.text).toBe(first.text);
    expect(repeat.headers).not.toHaveProperty('ratelimit');
  });

  it('are on no other answer', async () => {
    const { call, reserve, budget } = await org('others');
    await budget({ window: 'day', limit_requests: 1 });
    const admitted = await reserve();
    expect(admitted.status).toBe(201);
    expect(admitted.headers).not.toHaveProperty('ratelimit');
    await call('POST', `/v1/reservations/${textOf(admitted.json, 'id')}/settle`, { cost_usd: '0.01' });
    const refused = await reserve();
    expect(refused.status).toBe(402);
    expect(refused.headers).not.toHaveProperty('ratelimit-policy');
  });

  it('are not on the refusal of open reservations', async () => {
    const { reserve, budget } = await org('concurrent');
    await budget({ window: undefined, limit_concurrent: 1 });
    await reserve();
    const refused = await reserve();
    expect(refused.json).toMatchObject({ status: 429, code: 'budget_in_flight', limit_concurrent: 1 });
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers).not.toHaveProperty('ratelimit');
  });
});
