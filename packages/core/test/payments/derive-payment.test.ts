import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centsOfNanoUsd, derivePayment, nanoUsdOfCents, type Movement, type PaymentFacts } from '../../src/index.ts';

const cent = 10_000_000n;

function facts(
  change: Partial<PaymentFacts> = {},
  intent: Partial<NonNullable<PaymentFacts['intent']>> = {},
): PaymentFacts {
  return {
    checkout: 'complete',
    intent: {
      id: 'pi_1',
      status: 'succeeded',
      currency: 'usd',
      receivedCents: 1_000n,
      receiptUrl: null,
      failure: null,
      ...intent,
    },
    refunds: [],
    disputes: [],
    ...change,
  };
}

function refund(amountCents: bigint, change: Partial<PaymentFacts['refunds'][number]> = {}) {
  return { id: 're_1', amountCents, taken: true, returned: false, ...change };
}

function dispute(change: Partial<PaymentFacts['disputes'][number]> = {}) {
  return { id: 'du_1', amountCents: 1_000n, status: 'open' as const, withdrawals: 1, reinstatements: 0, ...change };
}

function brief({ kind, reference, amountNanoUsd }: Movement): string {
  return `${kind} ${reference} ${amountNanoUsd / cent}`;
}

describe('cents', () => {
  test.each([
    [10_000_000n, 1n],
    [500_000_000n, 50n],
    [999_999_990_000_000n, 99_999_999n],
    [0n, 0n],
    [1n, null],
    [10_000_001n, null],
    [9_999_999n, null],
  ])('%d nano-USD are %s cents', (nanoUsd, cents) => expect(centsOfNanoUsd(nanoUsd)).toBe(cents));

  test('lose nothing there and back', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 12n), (cents) => centsOfNanoUsd(nanoUsdOfCents(cents)) === cents));
  });
});

describe('a payment that is not paid', () => {
  const noIntent = null;
  const open = { status: 'open' } as const;
  const failed = { status: 'failed', failure: 'declined' } as const;
  test.each([
    ['open page, nobody there', facts({ checkout: 'open', intent: noIntent }), 'created', null],
    ['open page, card declined', facts({ checkout: 'open' }, failed), 'created', 'declined'],
    ['page closed, under way', facts({}, { status: 'processing' }), 'pending', null],
    ['page closed, not begun', facts({}, open), 'pending', null],
    ['page closed, failed in the end', facts({}, failed), 'failed', 'declined'],
    ['cancelled', facts({}, { status: 'canceled' }), 'failed', null],
    ['page expired', facts({ checkout: 'expired', intent: noIntent }), 'expired', null],
    ['page expired after a declined card', facts({ checkout: 'expired' }, failed), 'expired', 'declined'],
    ['page unknown', facts({ checkout: 'missing', intent: noIntent }), 'expired', null],
  ])('%s', (_, given, state, problem) => {
    expect(derivePayment(given)).toMatchObject({ state, problem, receivedNanoUsd: 0n, movements: [] });
  });
});

describe('a payment that is paid', () => {
  test.each<[string, PaymentFacts, string, string[]]>([
    ['in full', facts(), 'succeeded', ['top-up pi_1 1000']],
    ['with another page than ours', facts({ checkout: 'missing' }), 'succeeded', ['top-up pi_1 1000']],
    [
      'and paid back in part',
      facts({ refunds: [refund(300n)] }),
      'partially_refunded',
      ['top-up pi_1 1000', 'claw-back re_1 300'],
    ],
    [
      'and paid back whole',
      facts({ refunds: [refund(1_000n)] }),
      'refunded',
      ['top-up pi_1 1000', 'claw-back re_1 1000'],
    ],
    [
      'and paid back, which failed',
      facts({ refunds: [refund(300n, { returned: true })] }),
      'succeeded',
      ['top-up pi_1 1000', 'claw-back re_1 300', 'reinstate-credit re_1 300'],
    ],
    [
      'with a refund that waits for the payer',
      facts({ refunds: [refund(300n, { taken: false })] }),
      'succeeded',
      ['top-up pi_1 1000'],
    ],
    ['and asked about', facts({ disputes: [dispute({ withdrawals: 0 })] }), 'succeeded', ['top-up pi_1 1000']],
    ['and disputed', facts({ disputes: [dispute()] }), 'disputed', ['top-up pi_1 1000', 'claw-back du_1 1000']],
    [
      'and lost',
      facts({ disputes: [dispute({ status: 'lost' })] }),
      'charged_back',
      ['top-up pi_1 1000', 'claw-back du_1 1000'],
    ],
    [
      'won, the money not back yet',
      facts({ disputes: [dispute({ status: 'won' })] }),
      'disputed',
      ['top-up pi_1 1000', 'claw-back du_1 1000'],
    ],
    [
      'and won',
      facts({ disputes: [dispute({ status: 'won', reinstatements: 1 })] }),
      'succeeded',
      ['top-up pi_1 1000', 'claw-back du_1 1000', 'reinstate-credit du_1 1000'],
    ],
    [
      'and withdrawn again',
      facts({ disputes: [dispute({ status: 'lost', withdrawals: 2, reinstatements: 1 })] }),
      'charged_back',
      ['top-up pi_1 1000', 'claw-back du_1 1000', 'reinstate-credit du_1 1000', 'claw-back du_1#2 1000'],
    ],
  ])('%s', (_, given, state, movements) => {
    const derived = derivePayment(given);
    expect(derived.state).toBe(state);
    expect(derived.movements.map(brief)).toEqual(movements);
  });

  test('counts what was received, not what was asked for', () => {
    expect(derivePayment(facts({}, { receivedCents: 999n })).receivedNanoUsd).toBe(999n * cent);
  });

  test('in another currency is no credit', () => {
    expect(derivePayment(facts({}, { currency: 'eur' }))).toMatchObject({
      state: 'failed',
      movements: [],
      receivedNanoUsd: 0n,
    });
  });
});

test('whatever is seen first and how often, what is booked once a reference is what the last look says', () => {
  // The processor's objects as they grow: a refund may return, a dispute may be withdrawn and given back.
  const history = fc.array(
    fc.record({ id: fc.nat(2), act: fc.constantFrom('refund', 'return', 'withdraw', 'reinstate') }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(history, fc.array(fc.nat(20), { maxLength: 30 }), (acts, order) => {
      const looks = [facts()];
      for (const { id, act } of acts) {
        const last = looks.at(-1)!;
        const refunds = new Map(last.refunds.map((one) => [one.id, one]));
        const disputes = new Map(last.disputes.map((one) => [one.id, one]));
        const theRefund = refunds.get(`re_${id}`);
        const theDispute = disputes.get(`du_${id}`) ?? {
          ...dispute({ withdrawals: 0, amountCents: 100n }),
          id: `du_${id}`,
        };
        const { withdrawals, reinstatements } = theDispute;
        if (act === 'refund' && theRefund === undefined) refunds.set(`re_${id}`, refund(50n, { id: `re_${id}` }));
        if (act === 'return' && theRefund !== undefined) refunds.set(theRefund.id, { ...theRefund, returned: true });
        if (act === 'withdraw' && withdrawals === reinstatements)
          disputes.set(theDispute.id, { ...theDispute, withdrawals: withdrawals + 1 });
        if (act === 'reinstate' && withdrawals > reinstatements)
          disputes.set(theDispute.id, { ...theDispute, reinstatements: reinstatements + 1 });
        looks.push(facts({ refunds: [...refunds.values()], disputes: [...disputes.values()] }));
      }
      const booked = new Map<string, bigint>();
      for (const index of [...order, looks.length - 1]) {
        for (const { kind, reference, amountNanoUsd } of derivePayment(looks[index % looks.length]!).movements)
          booked.set(`${kind} ${reference}`, kind === 'claw-back' ? -amountNanoUsd : amountNanoUsd);
      }
      const balance = [...booked.values()].reduce((sum, amount) => sum + amount, 0n);
      const last = derivePayment(looks.at(-1)!);
      expect(balance).toBe(last.receivedNanoUsd - last.refundedNanoUsd - last.disputedNanoUsd);
    }),
  );
});
