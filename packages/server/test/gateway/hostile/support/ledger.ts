import type pg from 'pg';
import { expect, vi } from 'vitest';
import type { Nodes } from '../../../lane/support/nodes.ts';

/** What plain SQL finds of one run. */
export interface Booking {
  readonly state: string;
  readonly held: bigint;
  readonly cost: bigint | null;
  readonly charges: readonly ChargeRow[];
}

export interface ChargeRow {
  readonly cost: bigint | null;
  readonly input: bigint | null;
  readonly output: bigint | null;
  readonly estimated: boolean;
  readonly late: boolean;
  readonly overage: boolean;
  readonly type: string;
}

const bound = { timeout: 20_000, interval: 10 };

/** Waits until something is so, for a while. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => {
    if (!(await isSo())) throw new Error(`never came to be: ${String(isSo)}`);
  }, bound);
}

export async function openCount(pool: pg.Pool): Promise<number> {
  return (await pool.query('SELECT FROM open_reservations')).rowCount ?? 0;
}

export async function reservationCount(pool: pg.Pool): Promise<number> {
  return (await pool.query('SELECT FROM reservations')).rowCount ?? 0;
}

/** The one reservation of a run and its charges, once it is closed and every figure agrees with the rows. */
export async function bookingOf(nodes: Nodes, run: string): Promise<Booking> {
  const { pool } = nodes;
  await until(async () => {
    const { rows } = await pool.query<{ state: string }>('SELECT state FROM reservations WHERE run = $1', [run]);
    return rows.length > 0 && rows.every(({ state }) => state !== 'held');
  });
  const reservations = await pool.query<{ state: string; held: bigint; cost: bigint | null }>(
    'SELECT state, amount_nano_usd AS held, cost_nano_usd AS cost FROM reservations WHERE run = $1',
    [run],
  );
  const charges = await pool.query<ChargeRow>(
    `SELECT cost_nano_usd AS cost, input_uncached AS input, output, estimated, late, overage, type
       FROM usage_records WHERE run = $1 ORDER BY id`,
    [run],
  );
  expect(reservations.rows).toHaveLength(1);
  await nodes.expectVerified();
  return { ...reservations.rows[0]!, charges: charges.rows };
}

/** The call cost nothing: its money was given back, and no usage was written. */
export async function expectReleased(nodes: Nodes, run: string): Promise<void> {
  const { state, charges } = await bookingOf(nodes, run);
  expect({ state, charges }).toEqual({ state: 'released', charges: [] });
}

/** The call was charged once, as a bound. */
export async function expectEstimated(nodes: Nodes, run: string): Promise<Booking> {
  const booking = await bookingOf(nodes, run);
  expect(booking).toMatchObject({ state: 'settled', charges: [{ estimated: true }] });
  expect(booking.charges).toHaveLength(1);
  expect(booking.cost).toBeGreaterThan(0n);
  expect(booking.charges[0]!.cost).toBe(booking.cost);
  return booking;
}

/** Nothing at all was written for the run: it was refused before money was held. */
export async function expectNothing({ pool }: Nodes, run: string): Promise<void> {
  for (const table of ['reservations', 'usage_records']) {
    const { rows } = await pool.query(`SELECT FROM ${table} WHERE run = $1`, [run]);
    expect(rows).toEqual([]);
  }
}
