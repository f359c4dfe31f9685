import type { PaymentServices } from './context.ts';
import { type EventRow, processEvent } from './receive-event.ts';
import { refreshPayment } from './refresh-payment.ts';
import { statements } from './statements.ts';

/** The processor sends an event again by itself, and whoever took it may still be at it: the sweeper is in no hurry. */
const firstRetryMs = 30_000;
const lastRetryMs = 3_600_000;

/** A payment that is open is looked at this often, in case no event of it arrives. */
const lookEveryMs = 600_000;

function isDue({ attempts, received_at: receivedMs }: EventRow, nowMs: number): boolean {
  const waitMs = Math.min(firstRetryMs * 2 ** Math.min(attempts, 10), lastRetryMs);
  return receivedMs + waitMs <= nowMs;
}

async function eachOf<T>(rows: readonly T[], work: (row: T) => Promise<unknown>): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const row of rows) {
    try {
      await work(row);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}

/**
 * Takes up events whose processing broke off, and looks at payments of which nothing was heard for a while: so a lost
 * webhook is late and not missing. Returns how many it took up; what fails does not stop the rest, and the first error is
 * raised in the end.
 */
export async function sweepPayments(services: PaymentServices): Promise<number> {
  const { pool } = services.changes;
  const nowMs = services.nowMs();
  const events = await pool.query<EventRow>({ ...statements.openEvents, values: [new Date(nowMs - firstRetryMs)] });
  const due = events.rows.filter((event) => isDue(event, nowMs));
  const payments = await pool.query<{ org_id: string; id: string }>({
    ...statements.dueLooks,
    values: [new Date(nowMs - lookEveryMs)],
  });
  const errors = [
    ...(await eachOf(due, (event) => processEvent(services, event))),
    ...(await eachOf(payments.rows, (row) => refreshPayment(services, row.org_id, row.id))),
  ];
  if (errors.length > 0) throw errors[0];
  return due.length + payments.rows.length;
}
