import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Nodes, startNodes, tally } from '../lane/support/nodes.ts';

let nodes: Nodes;

beforeEach(async () => {
  nodes = await startNodes(1);
});

afterEach(async () => {
  await nodes.expectVerified();
  await nodes.close();
});

test('a command that the database cannot take fails alone: its neighbours in the batch are answered', async () => {
  // Ten times the largest amount is more than a bigint of nano-USD holds.
  const topUps = Array.from({ length: 10 }, (_, index) =>
    nodes.post('/v1/credits/top-ups', { amount_usd: '1000000000', reference: `t-${index}` }),
  );
  const reports = Array.from({ length: 20 }, (_, index) =>
    nodes.post('/v1/usage', { id: `u-${index}`, source: 'meter', agent: 'bot', cost_usd: '0' }),
  );
  const [added, booked] = await Promise.all([Promise.all(topUps), Promise.all(reports)]);
  expect(tally(added)['201']).toBe(9);
  expect(tally(booked)).toEqual({ '201': 20 });
  expect((await nodes.get('/v1/credits')).body['balance_usd']).toBe('9000000000');
});

test('rows that are not as a node remembers them are decided again from what is there, never written over', async () => {
  const { body } = await nodes.must('/v1/reservations', { agent: 'bot', amount_usd: '1' });
  await nodes.pool.query("UPDATE reservations SET state = 'released' WHERE id = $1", [body['id']]);
  await nodes.pool.query('DELETE FROM open_reservations');
  const settled = await nodes.must(`/v1/reservations/${String(body['id'])}/settle`, { cost_usd: '2' });
  expect(settled.body).toMatchObject({ state: 'settled', late: true, cost_usd: '2' });
});

async function holdLane(pool: pg.Pool): Promise<pg.PoolClient> {
  const holder = await pool.connect();
  await holder.query('SET idle_in_transaction_session_timeout = 0');
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM org_lanes FOR UPDATE');
  return holder;
}

test('callers are told 503 together where somebody holds the lane for too long, and answered once it is free', async () => {
  await nodes.must('/v1/reservations', { agent: 'bot', amount_usd: '1' });
  const holder = await holdLane(nodes.pool);
  const ask = (): Promise<unknown> => nodes.post('/v1/reservations', { agent: 'bot', amount_usd: '1' });
  const replies = await Promise.all(Array.from({ length: 20 }, ask));
  await holder.query('ROLLBACK');
  holder.release(true);
  expect(tally(replies as never)).toEqual({ '503 store_unavailable': 20 });
  expect(await ask()).toMatchObject({ status: 201 });
});
