import type { PaymentServices } from './context.ts';
import type { PaymentOwner } from './processor.ts';
import { refreshPayment } from './refresh-payment.ts';
import { statements } from './statements.ts';

/** A verified event of the processor's: a hint that something about `subject` may be new. */
export interface ProcessorEvent {
  readonly id: string;
  readonly type: string;
  /** The payment intent or checkout session to ask about. */
  readonly subject: string;
  readonly createdMs: number;
}

export interface EventRow {
  id: string;
  subject: string;
  attempts: number;
  received_at: number;
  processed_at: number | null;
}

type EventOutcome = 'booked' | 'unknown_payment';

async function end(
  { changes, nowMs }: PaymentServices,
  eventId: string,
  outcome: EventOutcome,
  owner: PaymentOwner | null,
): Promise<void> {
  const whose = outcome === 'booked' ? owner : null;
  const values = [eventId, outcome, whose?.orgId ?? null, whose?.paymentId ?? null, new Date(nowMs())];
  await changes.pool.query({ ...statements.endEvent, values });
}

async function follow(services: PaymentServices, { id, subject }: EventRow): Promise<void> {
  const owner = await services.processor.ownerOf(subject);
  const isOurs = owner !== null && (await refreshPayment(services, owner.orgId, owner.paymentId, owner.intentId));
  return end(services, id, isOurs ? 'booked' : 'unknown_payment', owner);
}

/** Processes an event that was kept. What fails is counted and raised: the event stays open, for whoever tries again. */
export async function processEvent(services: PaymentServices, event: EventRow): Promise<void> {
  try {
    await follow(services, event);
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    // The store may be what failed: the event stays open without this too.
    await services.changes.pool.query({ ...statements.failEvent, values: [event.id, said] }).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes in an event: kept first, under its id, so that it is not lost with this process; then processed, unless it was
 * before. Raises what processing raises.
 */
export async function receiveEvent(services: PaymentServices, event: ProcessorEvent): Promise<void> {
  const { pool } = services.changes;
  const { id, type, subject, createdMs } = event;
  const values = [id, type, subject, new Date(createdMs), new Date(services.nowMs())];
  await pool.query({ ...statements.receiveEvent, values });
  const { rows } = await pool.query<EventRow>({ ...statements.findEvent, values: [id] });
  const kept = rows[0];
  if (kept === undefined || kept.processed_at !== null) return;
  await processEvent(services, kept);
}
