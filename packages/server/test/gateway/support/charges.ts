import type { TruthRecord } from '@cofferdam/simulator';
import type pg from 'pg';
import { expect } from 'vitest';
import type { TestGateway } from './test-gateway.ts';

/** What the ledger has for one run, read with plain SQL. */
export interface Charge {
  readonly agent: string;
  readonly connection: string | null;
  readonly workflow: string | null;
  readonly user_id: string | null;
  readonly team: string | null;
  readonly provider: string | null;
  readonly cost_nano_usd: bigint | null;
  readonly estimated: boolean;
  readonly run: string;
  readonly type: string;
  readonly provider_request_id: string | null;
}

const columns = `run, type, agent, connection, workflow, user_id, team, provider, cost_nano_usd, estimated, provider_request_id`;

export async function chargesOf(pool: pg.Pool, run: string): Promise<Charge[]> {
  const { rows } = await pool.query<Charge>(`SELECT ${columns} FROM usage_records WHERE run = $1 ORDER BY seq, id`, [
    run,
  ]);
  return rows;
}

export async function allCharges(pool: pg.Pool): Promise<Charge[]> {
  const { rows } = await pool.query<Charge>(`SELECT ${columns} FROM usage_records ORDER BY seq, id`);
  return rows;
}

/** The sum of the charges, all of which have a price. */
export function sumOf(charges: readonly Charge[]): bigint {
  return charges.reduce((sum, { cost_nano_usd: cost, run }) => {
    if (cost === null) throw new Error(`a charge of run ${run} has no price`);
    return sum + cost;
  }, 0n);
}

/** A decimal string of USD in nano-USD, without the code that made it. */
export function nanoUsdOf(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new Error(`not an amount: ${text}`);
  return BigInt(match[1]! + (match[2] ?? '').padEnd(9, '0'));
}

/** The simulator's record of the one request with this tag. */
export function truthOf({ simulator }: TestGateway, tag: string): TruthRecord {
  const found = simulator.truth().filter((record) => record.tag === tag);
  if (found.length !== 1) throw new Error(`${found.length} requests with tag ${tag} reached the simulator, not one`);
  return found[0]!;
}

export interface ExpectedCharge {
  readonly agent: string;
  readonly connection: string;
  readonly user?: string;
}

/**
 * The call of a run, whose prompt carries the run's name as its tag, is in the ledger with its labels, at the
 * simulator's own bill to the nano-USD.
 */
export async function expectCharged(gateway: TestGateway, run: string, expected: ExpectedCharge): Promise<TruthRecord> {
  await gateway.untilSettled();
  const truth = truthOf(gateway, run);
  const charges = await chargesOf(gateway.nodes.pool, run);
  const { agent, connection, user = null } = expected;
  expect(charges.length).toBe(truth.searches > 0 ? 2 : 1);
  for (const charge of charges) {
    expect(charge).toMatchObject({ agent, connection, user_id: user, provider: truth.provider, estimated: false });
  }
  expect(truth.outcome).toBe('completed');
  expect(sumOf(charges)).toBe(truth.costNanoUsd);
  expect(truth.credential).toBe(`upstream-key-of-${connection}`);
  return truth;
}
