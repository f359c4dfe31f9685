import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, readUntil, readWhole } from './support/caller.ts';
import { drained, endlessStreams, sendPieces, wordsIn } from './support/endless-streams.ts';
import { type HostileGateway, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectEstimated, until } from './support/ledger.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

/** An agent with a budget of its own, and the headers of its calls. */
async function agentOf(name: string, limitUsd: string): Promise<(run: string) => Record<string, string>> {
  const { nodes } = gateway;
  await nodes.must('/v1/agents', { id: name });
  await nodes.must('/v1/budgets', {
    name,
    per: 'agent',
    match: { agent: name },
    window: 'lifetime',
    limit_usd: limitUsd,
  });
  const { body } = await nodes.must('/v1/keys', { name, kind: 'agent', agent: name });
  return (run) => ({ authorization: `Bearer ${String(body['secret'])}`, 'x-cofferdam-run': run });
}

async function counterOf(name: string): Promise<{ spent: bigint; reserved: bigint }> {
  const { rows } = await gateway.nodes.pool.query<{ spent: bigint; reserved: bigint }>(
    'SELECT c.spent, c.reserved FROM counters c JOIN budgets b ON b.org_id = c.org_id AND b.id = c.budget_id WHERE b.name = $1',
    [name],
  );
  return rows[0]!;
}

/** The upstream has lost the connection of its last call. */
const noConnectionLeft = (): Promise<void> => until(() => gateway.upstream.connections.open === 0);

describe.each(endlessStreams)('$name', (stream) => {
  const { path, body, endOf } = stream;
  const agent = (what: string): string => `${what}-${stream.name.replace(' ', '-')}`;

  test('an upstream that ignores the cap is cut off once no more can be held', async () => {
    const name = agent('overrun');
    const headers = await agentOf(name, '0.004');
    let sent: Promise<number> | null = null;
    gateway.upstream.answer((response) => (sent = sendPieces(response, stream)));
    const answer = await readWhole(await begin(gateway.url, path, { headers: headers(name), body: body(50) }).head);
    expect(answer).toMatchObject({ status: 200, isWhole: true });
    expect(endOf(answer.text)).toBe('budget_exceeded');
    const words = wordsIn(answer.text);
    expect(words).toBeGreaterThan(50);
    await noConnectionLeft();
    expect(await sent!).toBeGreaterThanOrEqual(words);

    const { held, charges, cost } = await expectEstimated(gateway.nodes, name);
    // Admission kept to the limit; what the upstream made beyond its cap is booked all the same, in full.
    expect(held).toBeLessThanOrEqual(4_000_000n);
    expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(words);
    expect(Number(charges[0]!.input)).toBeGreaterThan(0);
    expect(await counterOf(name)).toEqual({ spent: cost, reserved: 0n });
    const { body: run } = await gateway.nodes.get(`/v1/runs/${name}`);
    expect(run['stopped_by']).toMatchObject({ code: 'budget_exceeded', budget_name: name, limit_usd: '0.004' });
  });

  test('while there is money, more is held, and the stream goes on to its end', async () => {
    const name = agent('extended');
    const headers = await agentOf(name, '10');
    gateway.upstream.answer(async (response) => {
      await sendPieces(response, stream, 1_000);
      response.end(stream.name === 'gemini array' ? ']' : '');
    });
    const answer = await readWhole(await begin(gateway.url, path, { headers: headers(name), body: body(50) }).head);
    expect(wordsIn(answer.text)).toBe(1_000);
    expect(answer.isWhole).toBe(true);
    const { held, cost, charges } = await expectEstimated(gateway.nodes, name);
    expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(1_000);
    expect(held).toBeGreaterThan(0n);
    expect(await counterOf(name)).toEqual({ spent: cost, reserved: 0n });
  });

  test('an agent that is paused is cut off in the middle of its stream', async () => {
    const name = agent('paused');
    const headers = await agentOf(name, '10');
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': stream.contentType });
      response.write(stream.head + stream.piece(0));
    });
    const head = await begin(gateway.url, path, { headers: headers(name), body: body(50) }).head;
    const first = await readUntil(head, 'well');
    await gateway.nodes.must(`/v1/agents/${name}/pause`, {});
    const rest = await readWhole(head);
    expect(endOf(first + rest.text)).toBe('agent_paused');
    expect(rest.isWhole).toBe(true);
    await noConnectionLeft();
    const { charges } = await expectEstimated(gateway.nodes, name);
    expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(1);
    const { body: run } = await gateway.nodes.get(`/v1/runs/${name}`);
    expect(run['stopped_by']).toMatchObject({ code: 'agent_paused', agent: name, refusals: 0 });
  });

  test('a run that an operator cancels is cut off in the middle of its stream', async () => {
    const name = agent('cancelled');
    const headers = await agentOf(name, '10');
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': stream.contentType });
      response.write(stream.head + stream.piece(0));
    });
    const head = await begin(gateway.url, path, { headers: headers(name), body: body(50) }).head;
    const first = await readUntil(head, 'well');
    await gateway.nodes.must(`/v1/runs/${name}/finish`, { status: 'cancelled' });
    const rest = await readWhole(head);
    expect(endOf(first + rest.text)).toBe('run_finished');
    await noConnectionLeft();
    await expectEstimated(gateway.nodes, name);
  });

  test('a stream that takes longer than its connection allows is cut off', async () => {
    const connection = path.split('/')[2]!;
    const provider = connection;
    const short = `short-${stream.name.replace(' ', '-')}`;
    const base = provider === 'openai' ? `${gateway.upstream.url}/v1` : gateway.upstream.url;
    await gateway.addConnection(short, { provider, base_url: base, timeouts: { total_ms: 200 } });
    const name = agent('too-long');
    const headers = await agentOf(name, '10');
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': stream.contentType });
      response.write(stream.head + stream.piece(0));
    });
    const target = path.replace(`/${connection}/`, `/${short}/`);
    const answer = await readWhole(await begin(gateway.url, target, { headers: headers(name), body: body(50) }).head);
    expect(endOf(answer.text)).toBe('upstream_timeout');
    await noConnectionLeft();
    await expectEstimated(gateway.nodes, name);
  });
});

test('a call that is stopped before its answer has begun is refused, and charged as what it may have cost', async () => {
  const headers = await agentOf('paused-early', '10');
  const before = gateway.upstream.calls.length;
  gateway.upstream.answer(() => undefined);
  const stream = endlessStreams[0]!;
  const { head } = begin(gateway.url, stream.path, { headers: headers('paused-early'), body: stream.body(50) });
  await until(() => gateway.upstream.calls.length > before);
  await gateway.nodes.must('/v1/agents/paused-early/pause', {});
  const answer = await readWhole(await head);
  expect(answer.json).toMatchObject({ status: 403, code: 'agent_paused' });
  await noConnectionLeft();
  await expectEstimated(gateway.nodes, 'paused-early');
});

test('a client that does not read holds neither the upstream nor the money once its call is stopped', async () => {
  const headers = await agentOf('deaf', '10');
  const comment = `: ${'x'.repeat(64 * 1024)}\n\n`;
  gateway.upstream.answer(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    while (!response.destroyed) {
      if (!response.write(comment)) await drained(response);
    }
  });
  const stream = endlessStreams[0]!;
  const { head, leave } = begin(gateway.url, stream.path, { headers: headers('deaf'), body: stream.body(50) });
  const answer = await head;
  answer.pause();
  await gateway.nodes.must('/v1/agents/deaf/pause', {});
  await noConnectionLeft();
  const { state } = await bookingOf(gateway.nodes, 'deaf');
  expect(state).toBe('settled');
  await expectEstimated(gateway.nodes, 'deaf');
  leave();
});
