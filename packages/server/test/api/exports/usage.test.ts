import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf } from '../support/fields.ts';
import { startTestNode, testAdminKey, type TestNode } from '../support/test-node.ts';
import { readCsv } from './support/read-csv.ts';

/** More than two pages of an export. */
const seeded = 2_345;

let node: TestNode;
let address: string;
beforeAll(async () => {
  node = await startTestNode();
  address = await node.node.app.listen({ port: 0 });
  const usage = {
    provider: 'openai',
    model: 'gpt-4o',
    input_tokens: 1_000,
    output_tokens: 100,
    cache_read_tokens: 200,
  };
  const reports = [
    { id: 'call', time: '2026-01-05T10:00:00.123Z', agent: 'bot', user: 'a@b.c', run: 'r1', usage },
    { id: '=HYPERLINK("x")', time: '2026-01-06T10:00:00Z', agent: 'bot', cost_usd: '0.000000001' },
    {
      id: 'a,"b"',
      time: '2026-01-06T10:00:00Z',
      agent: 'other',
      tools: [{ name: 'search', quantity: '1.5', cost_usd: '2' }],
    },
    { id: 'free', time: '2026-01-07T10:00:00Z', agent: 'bot', tools: [{ name: 'nobody-knows', quantity: 3 }] },
  ].map((report) => ({ source: 'test', ...report }));
  expect((await node.call('POST', '/v1/usage', reports)).status).toBe(201);
  // Costs of every size, several to one time, some below zero as corrections are.
  await node.pool.query(
    `INSERT INTO usage_records (org_id, id, seq, type, time, budget_time, recorded_at, agent, run, tokens, requests,
                                cost_nano_usd, estimated, late, overage, prepaid)
     SELECT last.org_id, (substr(last.id, 1, 24) || lpad(to_hex(n), 12, '0'))::uuid, 1, 'cost', minute, minute, minute,
            'bulk', 'bulk', 0, 1, n * 7919 * CASE WHEN n % 9 = 0 THEN -1 ELSE 1 END, n % 2 = 0, false, false, false
       FROM (SELECT org_id, max(id::text) AS id FROM usage_records GROUP BY org_id) AS last,
            generate_series(1, $1::integer) AS n,
            LATERAL (SELECT timestamptz '2026-02-01Z' + n / 100 * interval '1 minute') AS t (minute)`,
    [seeded],
  );
});
afterAll(() => node.close());

async function csv(query = ''): Promise<Record<string, string>[]> {
  return readCsv((await node.call('GET', `/v1/exports/usage?format=csv${query}`)).text);
}

async function ndjson(query = ''): Promise<Record<string, unknown>[]> {
  const { text } = await node.call('GET', `/v1/exports/usage?format=ndjson${query}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => membersOf(JSON.parse(line)));
}

async function idsWhere(condition: string): Promise<string[]> {
  const { rows } = await node.pool.query<{ id: string }>(
    `SELECT id FROM usage_records WHERE ${condition} ORDER BY time, id`,
  );
  return rows.map(({ id }) => id);
}

describe('an export of usage', () => {
  it.each([
    ['', 'true'],
    ['&from=2026-02-01T00:00:00Z', "time >= '2026-02-01Z'"],
    ['&to=2026-01-06T10:00:00Z', "time < '2026-01-06T10:00Z'"],
    ['&agent=bot&from=2026-01-06T00:00:00Z', "agent = 'bot' AND time >= '2026-01-06Z'"],
    ['&provider=openai&model=gpt-4o&user=a@b.c', "user_id = 'a@b.c'"],
    ['&run=none', 'false'],
  ])('has each record that "%s" means once, oldest use first, in both formats', async (query, condition) => {
    const ids = await idsWhere(condition);
    expect((await csv(query)).map(({ id }) => id)).toEqual(ids);
    expect((await ndjson(query)).map(({ id }) => id)).toEqual(ids);
  });

  it('adds up to what the database has, to the nano-USD', async () => {
    const sum = (await csv())
      .map(({ cost_usd: text = '' }) => /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text))
      .reduce((total, parts) => {
        if (parts === null) return total;
        const [, sign, whole = '', decimals = ''] = parts;
        return total + BigInt(`${sign}${whole}${decimals.padEnd(9, '0')}`);
      }, 0n);
    const { rows } = await node.pool.query<{ sum: string }>('SELECT sum(cost_nano_usd)::text FROM usage_records');
    expect(sum.toString()).toBe(rows[0]!.sum);
  });

  it('takes dates in a zone, as every report does; a day begins there when it begins there', async () => {
    const at = (id: string, time: string) => ({ id, source: 'zoned', agent: 'nepal', run: id, cost_usd: '1', time });
    const reports = [
      at('before', '2026-02-28T18:14:59Z'),
      at('first', '2026-02-28T18:15:00Z'),
      at('next', '2026-03-01T18:15:00Z'),
    ];
    expect((await node.call('POST', '/v1/usage', reports)).status).toBe(201);
    const days = 'from=2026-03-01&to=2026-03-02&timezone=Asia/Kathmandu&agent=nepal';
    const { text } = await node.call('GET', `/v1/exports/usage?format=ndjson&${days}`);
    const ids = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { source_id: string }).source_id);
    expect(ids).toEqual(['first']);
    const instants = 'from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&timezone=UTC';
    expect((await node.call('GET', `/v1/exports/focus?version=1.2&format=csv&${instants}`)).status).toBe(200);
    const wrong = await node.call('GET', '/v1/exports/focus?timezone=Europe/Berlin');
    expect(wrong).toMatchObject({ status: 400, json: { field: 'timezone' } });
  });

  it('as NDJSON has the records as GET /v1/usage shows them', async () => {
    const listed = rowsOf(await node.call('GET', '/v1/usage?to=2026-01-31T00:00:00Z'));
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>): number =>
      String(a.id) < String(b.id) ? -1 : 1;
    expect((await ndjson('&to=2026-01-31T00:00:00Z')).toSorted(byId)).toEqual(listed.toSorted(byId));
  });

  it('as CSV has the same values, null as an empty field', async () => {
    const [table, records] = await Promise.all([csv('&to=2026-01-31T00:00:00Z'), ndjson('&to=2026-01-31T00:00:00Z')]);
    const flat = records.map(({ buckets, ...rest }) => ({
      ...rest,
      ...(buckets === null ? {} : membersOf(buckets)),
    }));
    for (const [index, row] of table.entries()) {
      const known: Record<string, unknown> = flat[index]!;
      const texts = Object.keys(row).map((name) => [name, JSON.stringify(known[name] ?? '').replace(/^"(.*)"$/, '$1')]);
      expect({ ...row, source_id: JSON.stringify(row.source_id!.replace(/^'(?==)/, '')).slice(1, -1) }).toEqual(
        Object.fromEntries(texts),
      );
    }
  });

  it('keeps a text that a spreadsheet would carry out from being a formula, and a negative figure a figure', async () => {
    const table = await csv();
    expect(table.map((row) => row.source_id)).toContain(`'=HYPERLINK("x")`);
    expect(table.map((row) => row.source_id)).toContain('a,"b"');
    expect(table.some((row) => row.cost_usd!.startsWith('-0.'))).toBe(true);
  });

  it('has its columns in an order that stays', async () => {
    const { text } = await node.call('GET', '/v1/exports/usage?run=none');
    expect(text).toBe(
      'id,type,time,budget_time,recorded_at,agent,workflow,connection,user,team,run,provider,model,' +
        'input_uncached_tokens,cache_read_tokens,cache_write_5m_tokens,cache_write_1h_tokens,output_tokens,' +
        'reasoning_tokens,audio_input_tokens,audio_output_tokens,image_input_tokens,image_output_tokens,tokens,requests,' +
        'tool,quantity,service_tier,request_id,cost_usd,price_version,estimated,late,overage,unpriced,prepaid,' +
        'reservation,correction_of,source,source_id,imported\r\n',
    );
  });

  it('is a file by its headers, and is not sent again while nothing was added', async () => {
    const path = '/v1/exports/usage?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z';
    const { headers } = await node.call('GET', path);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toBe('attachment; filename="cofferdam-usage-20260101-20260201.csv"');
    const etag = String(headers.etag);
    const again = await node.call('GET', path, undefined, { 'if-none-match': etag });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await node.call('GET', `${path}&format=ndjson`, undefined, { 'if-none-match': etag })).status).toBe(200);
    await node.call('POST', '/v1/usage', { id: 'new', source: 'test', agent: 'bot', cost_usd: '1' });
    expect((await node.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200);
  });

  it('refuses what it does not know, and a period that ends before it begins', async () => {
    const refused = async (query: string) =>
      membersOf((await node.call('GET', `/v1/exports/usage?${query}`)).json).field;
    expect(await refused('format=xlsx')).toBe('format');
    expect(await refused('limit=5')).toBe('limit');
    expect(await refused('from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z')).toBe('from');
  });

  it('is of one org and, for the key of an agent, of that agent', async () => {
    const other = node.as((await makeOrg(node.call, 'other')).secret);
    expect((await other('GET', '/v1/exports/usage?format=ndjson')).text).toBe('');
    const bot = node.as((await makeKey(node.call, { kind: 'agent', agent: 'other' })).secret);
    const lines = (await bot('GET', '/v1/exports/usage?format=ndjson')).text.split('\n');
    expect(lines.slice(0, -1).map((line) => membersOf(JSON.parse(line)).agent)).toEqual(['other']);
    expect((await bot('GET', '/v1/exports/usage?format=ndjson&agent=bot')).text).toBe('');
  });
});

describe('an export that does not come to its end', () => {
  async function open(): Promise<IncomingMessage> {
    const request = get(`${address}/v1/exports/usage`, { headers: { authorization: `Bearer ${testAdminKey}` } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  it('breaks the connection off where the database fails on the way', async () => {
    const { pool } = node.node.context;
    const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
    let pages = 0;
    pool.query = ((...args: unknown[]) => {
      if (String(args[0]).includes('FROM usage_records')) pages += 1;
      return pages > 1 ? Promise.reject(new Error('the database is gone')) : query(...args);
    }) as typeof pool.query;
    const response = await open();
    const ended = (async () => {
      for await (const _ of response);
    })();
    await expect(ended).rejects.toThrow('aborted');
    pool.query = query as typeof pool.query;
    expect(pages).toBe(2);
  });

  it('reads no more once its receiver has left', async () => {
    const { pool } = node.node.context;
    const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
    let pages = 0;
    let goOn = (): void => undefined;
    const gone = new Promise<void>((resolve) => (goOn = resolve));
    pool.query = (async (...args: unknown[]) => {
      const isPage = String(args[0]).includes('FROM usage_records');
      if (isPage) pages += 1;
      if (isPage && pages === 2) await gone;
      return query(...args);
    }) as typeof pool.query;
    const response = await open();
    const closed = once(response.socket, 'close');
    response.destroy();
    await closed;
    const connections = (): Promise<number> =>
      new Promise((resolve) => node.node.app.server.getConnections((_error, count) => resolve(count)));
    await expect.poll(connections).toBe(0);
    goOn();
    pool.query = query as typeof pool.query;
    // What comes after it on the same pool finds it done.
    expect((await csv('&run=none')).length).toBe(0);
    expect(pages).toBeLessThanOrEqual(2);
  });
});
