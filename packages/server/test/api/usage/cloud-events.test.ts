import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf, rowsOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
  await node.call('GET', '/v1/usage');
});
afterAll(() => node.close());

const single = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const usage = { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, output_tokens: 100 };

/** An event as the CloudEvents 1.0 JSON format has it, with an attribute of an extension. */
const event = (id: string, data: object = {}, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'https://jobs.example.com/nightly',
  type: 'com.example.llm.call',
  time: '2026-01-05T17:31:00Z',
  datacontenttype: 'application/json',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { agent: 'bot', usage, ...data },
  ...more,
});

describe('CloudEvents', () => {
  it('one is a report under its own id, source and time', async () => {
    const reply = await node.call('POST', '/v1/usage', event('e-1'), single);
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      source: 'https://jobs.example.com/nightly',
      source_id: 'e-1',
      time: '2026-01-05T17:31:00Z',
      agent: 'bot',
      cost_usd: '0.0035',
    });
  });

  it('repeated is the original; with other data it is 422', async () => {
    const first = await node.call('POST', '/v1/usage', event('e-2'), single);
    const again = await node.call('POST', '/v1/usage', event('e-2', {}, { traceparent: 'another' }), single);
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await node.call('POST', '/v1/usage', event('e-2', { agent: 'other' }), single);
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
  });

  it('name the same report as plain JSON of that source and id does', async () => {
    const first = await node.call('POST', '/v1/usage', event('e-3'), single);
    const { source, time } = event('e-3');
    const plain = await node.call('POST', '/v1/usage', { id: 'e-3', source, time, agent: 'bot', usage });
    expect(plain.text).toBe(first.text);
  });

  it('a batch is answered as an array, all or nothing', async () => {
    const reply = await node.call('POST', '/v1/usage', [event('b-1'), event('b-2')], batch);
    expect(reply.status).toBe(201);
    expect(rowsOf(reply).map((row) => row.source_id)).toEqual(['b-1', 'b-2']);
    const before = await tableContents(node.pool);
    const refused = await node.call('POST', '/v1/usage', [event('b-3'), event('b-4', { color: 'red' })], batch);
    expect(refused.json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(textIn(refused.json)).toContain('color');
    expect(await tableContents(node.pool)).toEqual(before);
  });

  it.each<[string, unknown]>([
    ['specversion', event('x', {}, { specversion: '0.3' })],
    ['id', event('x', {}, { id: undefined })],
    ['source', event('x', {}, { source: 7 })],
    ['type', event('x', {}, { type: undefined })],
    ['data', event('x', {}, { data: undefined })],
    ['data', event('x', {}, { data: 'text' })],
    ['time', event('x', {}, { time: 'yesterday' })],
    ['usage.output_tokens', event('x', { usage: { ...usage, output_tokens: -1 } })],
    ['color', event('x', { color: 'red' })],
    ['body', '"text"'],
    ['body', '{"specversion":'],
  ])('with a wrong %s are refused, and nothing is written', async (field, body) => {
    const before = await tableContents(node.pool);
    const reply = await node.call('POST', '/v1/usage', body, single);
    expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
    expect(await tableContents(node.pool)).toEqual(before);
  });
});

function textIn(json: unknown): string {
  return String(membersOf(json).detail);
}
