import {
  derivePayment,
  type Movement,
  nanoUsdOfCents,
  type PaymentState,
  reconcile,
  type Residual,
} from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import type { PaymentServices } from './context.ts';
import { entryKindOf } from './entry-kind.ts';
import { findPayment } from './find-payments.ts';
import type { AccountMovement } from './processor.ts';
import { readBooked, referencesOf } from './read-booked.ts';
import { statements } from './statements.ts';

export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where the ledger and Stripe differ, with what names it when it is to be corrected. */
export interface PaymentResidual extends Residual {
  readonly id: string;
  readonly paymentId: string;
  /** The payment stands in this database: what is missing here can be booked as it should have been. */
  readonly isKnown: boolean;
}

export interface PendingPayment {
  readonly id: string;
  readonly state: PaymentState;
  readonly amountNanoUsd: bigint;
}

/**
 * A purchase that was refunded here by hand and at Stripe too. Either takes its credit, so where both mean the same money
 * the credit was taken twice. Both figures are positive.
 */
export interface RefundedTwice {
  readonly paymentId: string;
  readonly hereNanoUsd: bigint;
  readonly stripeNanoUsd: bigint;
}

/** What moved at Stripe in the period, in nano-USD. Fees are shown, and are no part of anybody's credit. */
export interface AccountTotals {
  readonly payments: bigint;
  readonly refunds: bigint;
  readonly disputes: bigint;
  readonly fees: bigint;
}

export interface Reconciliation extends Period {
  /** Payments that were compared, and movements that agree. */
  readonly payments: number;
  readonly matched: number;
  readonly residuals: readonly PaymentResidual[];
  /** What a residual would be named of each movement that agrees: one that was set right is known, and is none any more. */
  readonly settled: ReadonlySet<string>;
  readonly pending: readonly PendingPayment[];
  readonly twice: readonly RefundedTwice[];
  readonly totals: AccountTotals;
  /** Movements of the account that belong to no payment of any org's: made elsewhere. */
  readonly elsewhere: readonly AccountMovement[];
}

/** Names a residual: the kind of its entry, and its reference. */
function residualId({ movement, reference }: Pick<Residual, 'movement' | 'reference'>): string {
  return `${entryKindOf(movement)}:${reference}`;
}

/** What was refunded here by hand of a payment's purchase. */
async function refundedByHand(db: Queryable, orgId: string, movements: readonly Movement[]): Promise<bigint> {
  const purchases = movements.filter(({ kind }) => kind === 'top-up').map(({ reference }) => reference);
  const { rows } = await db.query<{ amount: bigint }>({ ...statements.refundsByHand, values: [orgId, purchases] });
  return rows[0]?.amount ?? 0n;
}

type Compared = Pick<Reconciliation, 'matched' | 'residuals' | 'settled' | 'pending' | 'twice'>;

async function comparePayment(
  { processor, changes }: PaymentServices,
  orgId: string,
  paymentId: string,
  heardOf: string | null,
): Promise<Compared> {
  const payment = await findPayment(changes.pool, orgId, paymentId);
  const intentId = payment?.intentId ?? heardOf;
  const { movements, state, refundedNanoUsd } = derivePayment(
    await processor.look({ sessionId: payment?.sessionId ?? null, intentId }),
  );
  const booked = await readBooked(changes.pool, orgId, [
    ...movements.map(({ reference }) => reference),
    ...(await referencesOf(changes.pool, orgId, paymentId)),
  ]);
  const residuals = reconcile(movements, booked);
  const isOpen = payment !== null && (state === 'created' || state === 'pending');
  const differing = new Set(residuals.map(residualId));
  const names = [...movements, ...booked].map(({ kind, reference }) => residualId({ movement: kind, reference }));
  const here = refundedNanoUsd === 0n ? 0n : await refundedByHand(changes.pool, orgId, movements);
  return {
    settled: new Set(names.filter((name) => !differing.has(name))),
    twice: here === 0n ? [] : [{ paymentId, hereNanoUsd: here, stripeNanoUsd: refundedNanoUsd }],
    matched: movements.length - residuals.filter(({ kind }) => kind !== 'missing_there').length,
    residuals: residuals.map((one) => ({ ...one, id: residualId(one), paymentId, isKnown: payment !== null })),
    pending: isOpen ? [{ id: paymentId, state, amountNanoUsd: payment.amountNanoUsd }] : [],
  };
}

function totalsOf(movements: readonly AccountMovement[]): AccountTotals {
  const sum = (cause: AccountMovement['cause']): bigint =>
    nanoUsdOfCents(movements.reduce((total, one) => total + (one.cause === cause ? one.amountCents : 0n), 0n));
  const fees = nanoUsdOfCents(movements.reduce((total, one) => total + one.feeCents, 0n));
  return { payments: sum('payment'), refunds: sum('refund'), disputes: sum('dispute'), fees };
}

/** The payments that anything in the period is about, with the payment intent where Stripe names it. */
async function touched(
  { changes }: PaymentServices,
  orgId: string,
  { fromMs, toMs }: Period,
  mine: readonly AccountMovement[],
): Promise<Map<string, string | null>> {
  const values = [orgId, new Date(fromMs), new Date(toMs)];
  const { rows } = await changes.pool.query<{ id: string }>({ ...statements.paymentsTouched, values });
  const ids = new Map<string, string | null>(rows.map(({ id }) => [id, null]));
  for (const { owner } of mine) if (owner !== null) ids.set(owner.paymentId, owner.intentId);
  return ids;
}

const atOnce = 4;

/**
 * Compares the ledger with Stripe: for each payment that was asked for, booked or moved in the period, all that Stripe's
 * objects say of it with all that was booked for it. It only reads. Raises ProcessorFailed.
 */
export async function reconcilePayments(
  services: PaymentServices,
  orgId: string,
  period: Period,
): Promise<Reconciliation> {
  const account = await services.processor.movements(period.fromMs, period.toMs);
  const mine = account.filter(({ owner }) => owner?.orgId === orgId);
  const payments = [...(await touched(services, orgId, period, mine))].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const compared: Compared[] = [];
  for (let from = 0; from < payments.length; from += atOnce) {
    const some = payments.slice(from, from + atOnce);
    compared.push(...(await Promise.all(some.map(([id, intentId]) => comparePayment(services, orgId, id, intentId)))));
  }
  return {
    ...period,
    payments: payments.length,
    matched: compared.reduce((sum, { matched }) => sum + matched, 0),
    residuals: compared.flatMap(({ residuals }) => residuals),
    settled: new Set(compared.flatMap(({ settled }) => [...settled])),
    twice: compared.flatMap(({ twice }) => twice),
    pending: compared.flatMap(({ pending }) => pending),
    totals: totalsOf(mine),
    elsewhere: account.filter(({ owner }) => owner === null),
  };
}
