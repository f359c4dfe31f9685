import type { PaymentState } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { type Payment, paymentOf, type PaymentRow } from './payment.ts';
import { statements } from './statements.ts';

export async function findPayment(db: Queryable, orgId: string, id: string): Promise<Payment | null> {
  const { rows } = await db.query<PaymentRow>({ ...statements.findPayment, values: [orgId, id] });
  return rows[0] === undefined ? null : paymentOf(rows[0]);
}

/** Raises `not_found`. */
export async function requirePayment(db: Queryable, orgId: string, id: string): Promise<Payment> {
  return (await findPayment(db, orgId, id)) ?? fail('not_found', 'there is no such payment');
}

export interface PaymentSearch {
  readonly state: PaymentState | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Payments of an org, newest first. */
export async function listPayments(db: Queryable, orgId: string, search: PaymentSearch): Promise<Payment[]> {
  const values = [orgId, search.state, search.beforeId, search.limit];
  const { rows } = await db.query<PaymentRow>({ ...statements.listPayments, values });
  return rows.map(paymentOf);
}
