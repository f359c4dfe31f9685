import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../../src/services/verify/verify-database.ts';
import { makeKey, makeOrg, membersOf, rowsOf } from '../support/fields.ts';
import { type Call, startTestNode, type TestNode, testAdminKey } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(async () => {
  expect((await verifyDatabase(node.node.context.pool)).differences).toEqual([]);
  await node.close();
});

async function org(name: string): Promise<{ call: Call; id: string }> {
  const { id, secret } = await makeOrg(node.call, name);
  return { call: node.as(secret), id };
}

async function send(call: Call, body: string, type = 'text/csv', source = 'old'): Promise<Record<string, unknown>> {
  const reply = await call('POST', `/v1/imports/usage?source=${source}`, body, { 'content-type': type });
  return { status: reply.status, ...membersOf(reply.json) };
}

async function figures(orgId: string, columns: string): Promise<Record<string, unknown>> {
  const { rows } = await node.pool.query<Record<string, unknown>>(
    `SELECT ${columns} FROM usage_records WHERE org_id = $1`,
    [orgId],
  );
  return rows[0]!;
}

const head = 'id,time,agent,provider,model,input_tokens,output_tokens,cost_usd\n';

describe('an import', () => {
  it('books tokens at the price of their time, or at the cost that is given, and marks what it booked', async () => {
    const { call, id } = await org('prices');
    // OpenAI's o3 was reduced on 2025-06-10 from 10 and 40 USD per million tokens to 2 and 8.
    const done = await send(
      call,
      `${head}a,2025-06-01T00:00:00Z,bot,openai,o3,1000,1000,\nb,2025-07-01T00:00:00Z,bot,openai,o3,1000,1000,\n` +
        'c,2025-07-01T00:00:00Z,bot,openai,o3,1000,1000,7.5\nd,2025-07-01T00:00:00Z,bot,,,,,-0.25\n',
    );
    expect(done).toMatchObject({
      status: 200,
      rows: 4,
      imported: 4,
      repeated: 0,
      left_out: 0,
      errors: [],
      cost_usd: '7.31',
    });
    const records = rowsOf(await call('GET', '/v1/usage'));
    const costs = records
      .map((record) => [record.source_id, record.cost_usd, record.imported, record.source])
      .toReversed();
    expect(costs).toEqual([
      ['a', '0.05', true, 'import/old'],
      ['b', '0.01', true, 'import/old'],
      ['c', '7.5', true, 'import/old'],
      ['d', '-0.25', true, 'import/old'],
    ]);
    expect(await figures(id, 'sum(cost_nano_usd)::text AS cost')).toEqual({ cost: '7310000000' });
  });

  it('books each row once: by its name, or by what it says and how often', async () => {
    const { call, id } = await org('once');
    const rows = '2026-01-01T00:00:00Z,bot,1\n'.repeat(3);
    const table = `time,agent,cost_usd\n${rows}2026-01-01T00:00:00Z,bot,2\n`;
    expect(await send(call, table)).toMatchObject({ imported: 4, repeated: 0, cost_usd: '5' });
    expect(await send(call, `${table}2026-01-01T00:00:00Z,bot,1\n`)).toMatchObject({
      imported: 1,
      repeated: 4,
      cost_usd: '1',
    });
    expect(await send(call, table, 'text/csv', 'elsewhere')).toMatchObject({ imported: 4 });
    expect(await figures(id, 'count(*)::int AS count')).toEqual({ count: 9 });
    await send(call, `${head}x,2026-01-01T00:00:00Z,bot,,,,,1\n`);
    const other = await send(call, `${head}x,2026-01-01T00:00:00Z,bot,,,,,2\n`);
    expect(other).toMatchObject({ imported: 0, left_out: 1 });
    expect(JSON.stringify(other.errors)).toContain('was reported before with another body');
  });

  it('takes back what an export wrote, in both formats, with the same costs and tokens', async () => {
    const from = await org('from');
    const usage = {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      input_tokens: 900,
      output_tokens: 70,
      cache_read_tokens: 300,
      cache_write_tokens: 90,
      cache_write_1h_tokens: 40,
      reasoning_tokens: 9,
    };
    await from.call('POST', '/v1/usage', [
      {
        id: '=1+1',
        source: 's',
        agent: 'bot',
        user: 'u',
        team: 't',
        workflow: 'w',
        run: 'r',
        time: '2026-01-02T03:04:05.678Z',
        usage,
      },
      {
        id: 'tool',
        source: 's',
        agent: 'bot',
        time: '2026-01-02T00:00:00Z',
        tools: [{ name: 'search', quantity: '1.5', cost_usd: '0.03' }],
      },
      { id: 'cost', source: 's', agent: 'bot', time: '2026-01-02T00:00:00Z', cost_usd: '0.000000001' },
      {
        id: 'dear',
        source: 's',
        agent: 'bot',
        time: '2026-01-02T00:00:00Z',
        usage: { ...usage, model: 'nobody-knows' },
      },
    ]);
    const columns = `count(*)::int AS count, sum(cost_nano_usd)::text AS cost, sum(input_uncached)::int AS a, sum(cache_read)::int AS b,
      sum(cache_write_5m)::int AS c, sum(cache_write_1h)::int AS d, sum(output)::int AS e, sum(reasoning)::int AS f, sum(tokens)::int AS g,
      string_agg(DISTINCT concat_ws(' ', agent, user_id, team, workflow, provider, model, tool, quantity, time), ';') AS labels`;
    const expected = await figures(from.id, columns);
    expect(expected.count).toBe(4);
    for (const [format, type] of [
      ['csv', 'text/csv'],
      ['ndjson', 'application/x-ndjson'],
    ]) {
      const to = await org(`to ${format}`);
      const { text } = await from.call('GET', `/v1/exports/usage?format=${format}`);
      expect(await send(to.call, text, type)).toMatchObject({ imported: 4, left_out: 0, errors: [] });
      expect(await figures(to.id, columns)).toEqual(expected);
    }
  });

  it('stands in the audit log once, where it booked anything', async () => {
    const { call } = await org('audited');
    const table = `time,agent,cost_usd\n${'2026-01-01T00:00:00Z,bot,1\n'.repeat(600)}`;
    const post = (body: string) =>
      call('POST', '/v1/imports/usage?source=old', body, {
        'content-type': 'text/csv',
        'x-cofferdam-reason': 'first day',
      });
    await post('time,agent,cost_usd\nyesterday,bot,1\n');
    await post(table);
    await post(table);
    const rows = rowsOf(await call('GET', '/v1/audit?action=usage'));
    expect(rows).toMatchObject([
      {
        action: 'usage.imported',
        target: { kind: 'import', name: 'old' },
        before: null,
        after: { source: 'import/old' },
        reason: 'first day',
      },
    ]);
  });

  it('draws no credit, and of windows that are over tells nobody', async () => {
    const { call, id } = await org('credit');
    await call('POST', '/v1/budgets', {
      name: 'ever',
      per: 'org',
      window: 'lifetime',
      limit_usd: '10',
      thresholds: [0.5],
    });
    await call('POST', '/v1/budgets', { name: 'day', per: 'org', window: 'day', limit_usd: '1', thresholds: [0.5] });
    await call('POST', '/v1/credits/top-ups', { amount_usd: '3', reference: 'r' });
    await send(call, 'time,agent,cost_usd\n2026-01-01T00:00:00Z,bot,6\n');
    expect(membersOf((await call('GET', '/v1/credits')).json)).toMatchObject({ balance_usd: '3', available_usd: '3' });
    const counters = await node.pool.query<{ spent: string }>('SELECT spent::text FROM counters WHERE org_id = $1', [
      id,
    ]);
    const told = rowsOf(await call('GET', '/v1/alerts'));
    // The budget for ever is open, and counts; the day that is long over has no counter, or tells of none.
    expect(told.map((alert) => [alert.type, alert.budget_name])).toEqual([['budget_threshold', 'ever']]);
    expect(counters.rows.map(({ spent }) => spent)).toContain('6000000000');
  });

  it('leaves out a chunk with a row that is wrong, names the row, and books the chunks beside it', async () => {
    const { call } = await org('chunks');
    const row = (index: number): string => `r${index},2026-01-01T00:00:00Z,${index === 300 ? '' : 'bot'},,,,,0.01`;
    const rows = Array.from({ length: 600 }, (_, index) => row(index));
    rows[320] = 'r320,yesterday,bot,,,,,0.01';
    const done = await send(call, `${head}${rows.join('\r\n')}`);
    expect(done).toMatchObject({ rows: 600, imported: 350, left_out: 250, cost_usd: '3.5', stopped: false });
    expect(done.errors).toEqual([
      { line: 302, field: 'agent', problem: expect.any(String) as string },
      { line: 322, field: 'time', problem: expect.stringMatching(/RFC 3339/) as string },
    ]);
    rows[300] = 'r300,2026-01-01T00:00:00Z,bot,,,,,0.01';
    rows[320] = 'r320,2026-01-01T00:00:00Z,bot,,,,,0.01';
    expect(await send(call, `${head}${rows.join('\n')}`)).toMatchObject({ imported: 250, repeated: 350, errors: [] });
  });

  const at = '2026-01-01T00:00:00Z';
  const ndjson = 'application/x-ndjson';

  it.each([
    { body: `time,agent,color\n${at},bot,red\n`, line: 1, field: 'row', problem: /color is not known/ },
    { body: `${head}a,"2026\n`, line: 2, field: 'row', problem: /never closed/ },
    { body: `{"time":"${at}"\n`, type: ndjson, line: 1, field: 'row', problem: /not a JSON object/ },
    { body: `{"time":"${at}","agent":"a","color":1}\n`, type: ndjson, line: 1, field: 'color', problem: /not a known/ },
    { body: `${head}a,2999-01-01T00:00:00Z,bot,,,,,1\n`, line: 2, field: 'time', problem: /future/ },
    { body: `${head}a,${at},bot,openai,,1,1,\n`, line: 2, field: 'model', problem: /required/ },
    { body: `${head}a,${at},bot,openai,o3,,,\n`, line: 2, field: 'cost_usd', problem: /tokens, a cost or a tool/ },
    {
      body: `time,agent,provider,model,input_tokens,output_tokens,cache_read_tokens\n${at},a,p,m,1,1,2\n`,
      line: 2,
      field: 'cache_read_tokens',
      problem: /more than the 1/,
    },
  ])('says what is wrong: $field, $problem', async ({ body, type, line, field, problem }) => {
    const done = await send(node.call, body, type);
    expect(done).toMatchObject({ status: 200, imported: 0 });
    expect(done.errors).toEqual([{ line, field, problem: expect.stringMatching(problem) as string }]);
  });

  it('is refused for other keys and types, and without a source; no report can pass for an import', async () => {
    const service = node.as((await makeKey(node.call, { kind: 'service' })).secret);
    expect((await send(service, head)).status).toBe(403);
    expect(await send(node.call, head, 'text/html')).toMatchObject({ status: 400, field: 'content-type' });
    const unnamed = await node.call('POST', '/v1/imports/usage', head, { 'content-type': 'text/csv' });
    expect(membersOf(unnamed.json).field).toBe('source');
    const report = { id: '1', source: 'import/old', agent: 'bot', cost_usd: '1' };
    expect(membersOf((await node.call('POST', '/v1/usage', report)).json).field).toBe('source');
  });

  it('is refused where there are no rows', async () => {
    for (const body of [head, '', '\n\n'])
      expect(await send(node.call, body)).toMatchObject({
        status: 400,
        field: 'body',
        detail: 'body: has no rows: there is nothing to import',
      });
    expect(await send(node.call, '\n', ndjson)).toMatchObject({ status: 400, field: 'body' });
  });

  it('is answered at once where it is not read on, while it is still being sent, and the connection is closed', async () => {
    const { port } = new URL(await node.node.app.listen({ port: 0, host: '127.0.0.1' }));
    const head = `POST /v1/imports/usage?source=old HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${testAdminKey}\r\n`;
    const answered = async (type: string, first: string, then: number) => {
      const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
      // Far more is promised than is ever sent.
      socket.write(`${head}content-type: ${type}\r\ncontent-length: 50000000\r\n\r\n${first}`);
      let [answer, sent] = ['', 0];
      for await (const piece of socket as AsyncIterable<string>) {
        answer += piece;
        if (!answer.endsWith('}')) continue;
        // What comes after the answer is taken too, so that it is not lost in a reset of the connection.
        for (; sent < then; sent += 1) socket.write('x'.repeat(1_000_000));
        break;
      }
      socket.destroy();
      return answer;
    };
    const long = await answered(ndjson, `{"time":"${'x'.repeat(100_000)}`, 20);
    expect(long).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(long).toMatch(/^connection: close\r$/m);
    expect(long).toContain('is longer than 65536 characters');
    const wrong = await answered('text/csv', `time,agent,cost_usd\n${'yesterday,a,1\n'.repeat(300)}`, 0);
    expect(wrong).toContain('"stopped":true');
    expect(await answered('text/html', 'x', 0)).toMatch(/^HTTP\/1\.1 400 [^]*connection: close/);
  });
});
