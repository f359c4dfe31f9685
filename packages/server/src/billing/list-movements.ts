import type Stripe from 'stripe';
import type { AccountMovement, PaymentOwner } from '../services/payments/processor.ts';
import { ownerFrom } from './payment-owner.ts';
import { readAll } from './read-all.ts';
import { askFor, idOf } from './stripe-client.ts';

interface Source {
  readonly cause: AccountMovement['cause'];
  readonly id: string;
  readonly intentId: string | null;
  /** A charge carries what its payment does; refunds and disputes do not. */
  readonly metadata: Stripe.Metadata | null;
}

function sourceOf({ source }: Stripe.BalanceTransaction): Source | null {
  if (source === null || typeof source === 'string') return null;
  const { id } = source;
  if (source.object === 'charge')
    return { cause: 'payment', id, intentId: idOf(source.payment_intent), metadata: source.metadata };
  if (source.object === 'refund') return { cause: 'refund', id, intentId: idOf(source.payment_intent), metadata: null };
  if (source.object === 'dispute')
    return { cause: 'dispute', id, intentId: idOf(source.payment_intent), metadata: null };
  return null;
}

/** Whose payments the sources belong to; each payment is asked for once. */
function createOwners(stripe: Stripe): (source: Source) => Promise<PaymentOwner | null> {
  const known = new Map<string, Promise<PaymentOwner | null>>();
  return ({ intentId, metadata }) => {
    if (intentId === null) return Promise.resolve(null);
    const found =
      known.get(intentId) ??
      (metadata === null
        ? askFor(stripe.paymentIntents.retrieve(intentId)).then((intent) =>
            ownerFrom(intent?.metadata ?? null, intentId),
          )
        : Promise.resolve(ownerFrom(metadata, intentId)));
    known.set(intentId, found);
    return found;
  };
}

/**
 * The movements of the account from `fromMs` up to before `toMs`, oldest first: charges, refunds and disputes, and what
 * undid them. Payouts, fees of Stripe's own and the like belong to no payment. Raises ProcessorFailed.
 */
export async function listMovements(stripe: Stripe, fromMs: number, toMs: number): Promise<AccountMovement[]> {
  const created = { gte: Math.ceil(fromMs / 1_000), lt: Math.ceil(toMs / 1_000) };
  const filter = { created, limit: 100, expand: ['data.source'] };
  const rows = await readAll((cursor) => stripe.balanceTransactions.list({ ...filter, ...cursor }));
  const ownerOf = createOwners(stripe);
  const movements: AccountMovement[] = [];
  for (const row of rows) {
    const source = sourceOf(row);
    if (source === null) continue;
    movements.push({
      id: row.id,
      timeMs: row.created * 1_000,
      cause: source.cause,
      source: source.id,
      intentId: source.intentId,
      amountCents: BigInt(row.amount),
      feeCents: BigInt(row.fee),
      owner: await ownerOf(source),
    });
  }
  return movements;
}
