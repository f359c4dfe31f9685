import { describe, expect, it } from 'vitest';
import {
  adjust,
  clawBack,
  cost,
  expireLots,
  extend,
  grantCredit,
  record,
  refundCredit,
  reinstate,
  release,
  report,
  reserve,
  settle,
  topUp,
  writeOff,
} from './support/commands.ts';
import { dayMs, freshState, startMs, wallet } from './support/state.ts';
import { answerOf, ledgerOf, type TestLedger } from './support/test-ledger.ts';

/** What is left of each lot, in the order in which they are drawn, by reference. */
function left({ state }: TestLedger): Record<string, bigint> {
  return Object.fromEntries(state.lots.inOrder.map(({ reference, remaining }) => [reference ?? '-', remaining]));
}

function spend(ledger: TestLedger, amount: bigint): void {
  ledger.must(record(report(`spent ${ledger.state.seq}`, amount)));
}

const tomorrowMs = startMs + dayMs;

describe('the order in which lots are drawn', () => {
  it('is by priority, then the earliest expiry, then the oldest: one charge draws across lots', () => {
    const ledger = ledgerOf();
    ledger.must(
      topUp(10n, 'bought'),
      topUp(10n, 'bought later'),
      topUp(10n, 'bought until tomorrow', { expiresMs: tomorrowMs }),
      grantCredit(10n, 'granted'),
      grantCredit(10n, 'granted first of all', { priority: 0 }),
      grantCredit(10n, 'promoted', { source: 'promotion', expiresMs: tomorrowMs + dayMs }),
      grantCredit(10n, 'promoted until tomorrow', { source: 'promotion', expiresMs: tomorrowMs }),
    );
    const order = [
      'granted first of all',
      'promoted until tomorrow',
      'promoted',
      'granted',
      'bought until tomorrow',
      'bought',
      'bought later',
    ];
    expect(Object.keys(left(ledger))).toEqual(order);
    spend(ledger, 25n);
    expect(left(ledger)).toMatchObject({ promoted: 5n, granted: 10n });
    expect(ledger.entries.at(-1)).toMatchObject({ kind: 'charge', amount: -25n, balanceAfter: 45n });
    const drawn = ledger.draws.map(({ lotId, amount }) => [
      ledger.lots.find(({ id }) => id === lotId)?.reference,
      amount,
    ]);
    expect(Object.fromEntries(drawn)).toEqual({
      'granted first of all': 10n,
      'promoted until tomorrow': 10n,
      promoted: 5n,
    });
  });

  it('what no lot covers is debt, and the next credit pays it first', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(10n, 'small'));
    spend(ledger, 25n);
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([-15n, {}]);
    ledger.must(grantCredit(5n, 'not enough'), topUp(20n, 'enough'));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([10n, { enough: 10n }]);
    expect(ledger.lots.map(({ amount }) => amount)).toEqual([10n, 5n, 20n]);
  });
});

describe('what a correction gives back', () => {
  /** A call of 30 that an expiry charges, across two lots. */
  function charged(): TestLedger {
    const ledger = ledgerOf();
    ledger.must(grantCredit(20n, 'granted', { expiresMs: tomorrowMs }), topUp(50n, 'bought'));
    ledger.must(reserve('r', 30n, { onExpiry: 'charge', ttlMs: 1 }));
    ledger.pass(1);
    ledger.must({ kind: 'expire', reservationId: 'r' });
    expect(left(ledger)).toEqual({ bought: 40n });
    return ledger;
  }

  it('goes to the lots that it was drawn from, the one that was drawn last first', () => {
    const ledger = charged();
    ledger.must(settle('r', 15n));
    expect(left(ledger)).toEqual({ granted: 5n, bought: 50n });
  });

  it('expires in its turn where the time of its lot is over: as if the true cost had been charged at once', () => {
    const ledger = charged();
    ledger.pass(dayMs);
    ledger.must(settle('r', 15n), expireLots);
    expect(left(ledger)).toEqual({ bought: 50n });
    expect(ledger.entries.at(-1)).toMatchObject({ kind: 'expiry', amount: -5n, reference: 'granted' });
    const atOnce = ledgerOf();
    atOnce.must(grantCredit(20n, 'granted', { expiresMs: tomorrowMs }), topUp(50n, 'bought'));
    atOnce.must(reserve('r', 30n), settle('r', 15n));
    atOnce.pass(dayMs + 1);
    atOnce.must(expireLots);
    expect(left(ledger)).toEqual(left(atOnce));
    expect(ledger.state.wallet.balance).toBe(atOnce.state.wallet.balance);
  });

  it('is a lot of its own where the charge was debt that other credit has paid: no money is lost', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(30n, 'bought'), reserve('r', 30n, { onExpiry: 'charge', ttlMs: 1 }));
    spend(ledger, 20n);
    ledger.pass(1);
    ledger.must({ kind: 'expire', reservationId: 'r' }, topUp(100n, 'later'));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([80n, { later: 80n }]);
    ledger.must(settle('r', 0n));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([110n, { bought: 10n, '-': 20n, later: 80n }]);
  });
});

describe('expiry', () => {
  it('takes what is left of a lot whose time is over, and nothing a millisecond before', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(10n, 'until tomorrow', { expiresMs: tomorrowMs }), topUp(5n, 'for good'));
    spend(ledger, 3n);
    ledger.pass(dayMs - 1);
    expect(ledger.do(expireLots)).toEqual({ kind: 'lots-expired', entries: [] });
    ledger.pass(1);
    ledger.must(expireLots);
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([5n, { 'for good': 5n }]);
    expect(ledger.do(expireLots)).toEqual({ kind: 'lots-expired', entries: [] });
  });

  it('leaves what an open reservation may need, and takes the rest when it closes', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(100n, 'until tomorrow', { expiresMs: tomorrowMs }), reserve('r', 60n, { ttlMs: 2 * dayMs }));
    ledger.pass(dayMs);
    ledger.must(expireLots);
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([60n, { 'until tomorrow': 60n }]);
    expect(ledger.refusal(reserve('another', 1n)).code).toBe('budget_in_flight');
    ledger.must(settle('r', 45n), expireLots);
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([0n, {}]);
    expect(ledger.entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['top_up', 100n],
      ['expiry', -40n],
      ['charge', -45n],
      ['expiry', -15n],
    ]);
  });

  it('takes those first that the reservations would draw last', () => {
    const ledger = ledgerOf();
    ledger.must(
      topUp(10n, 'drawn last', { expiresMs: tomorrowMs }),
      grantCredit(10n, 'drawn first', { expiresMs: tomorrowMs }),
      reserve('r', 5n, { ttlMs: 2 * dayMs }),
    );
    ledger.pass(dayMs);
    ledger.must(expireLots);
    expect(left(ledger)).toEqual({ 'drawn first': 5n });
  });
});

describe('a refund', () => {
  it('is of what is unused of a purchase, and says how much could be where it is larger', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(100n, 'bought'), topUp(50n, 'bought too'));
    spend(ledger, 30n);
    expect(ledger.refusal(refundCredit({ topUp: 'bought' }, 71n, 'too much'))).toMatchObject({
      code: 'refund_exceeds_unused',
      asked: 71n,
      refundable: 70n,
    });
    ledger.must(refundCredit({ topUp: 'bought too' }, 10n, 'a part'), refundCredit({ topUp: 'bought' }, 70n, 'all'));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([40n, { 'bought too': 40n }]);
    expect(ledger.refusal(refundCredit({ lotId: ledger.lots[0]!.id }, 1n, 'more'))).toMatchObject({ refundable: 0n });
  });

  it('leaves what open reservations hold', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(100n, 'bought'), reserve('r', 80n));
    const all = refundCredit({ topUp: 'bought' }, 21n, 'all');
    expect(ledger.refusal(all)).toMatchObject({ code: 'refund_exceeds_unused', refundable: 20n });
    ledger.must(release('r'), all);
  });

  it('is of purchases alone, and of lots that are there', () => {
    const ledger = ledgerOf();
    ledger.must(grantCredit(10n, 'granted'));
    expect(ledger.refusal(refundCredit({ lotId: ledger.lots[0]!.id }, 1n, 'a')).code).toBe('invalid_request');
    expect(ledger.refusal(refundCredit({ topUp: 'granted' }, 1n, 'b')).code).toBe('not_found');
    expect(ledger.refusal(refundCredit({ lotId: 'nobody' }, 1n, 'c')).code).toBe('not_found');
  });
});

describe('a claw-back', () => {
  it('takes from the lot of its purchase first, then from others, then as debt', () => {
    const ledger = ledgerOf();
    ledger.must(grantCredit(10n, 'granted'), topUp(30n, 'other'), topUp(20n, 'disputed'));
    ledger.must(clawBack(25n, 'd1', { purchase: { topUp: 'disputed' } }));
    expect(left(ledger)).toEqual({ granted: 5n, other: 30n });
    ledger.must(clawBack(40n, 'd2', { purchase: { topUp: 'other' } }));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([-5n, {}]);
  });

  it.each(['postpaid', 'prepaid', 'overdraft'] as const)(
    'of a dispute that leaves a debt freezes a wallet that is %s, until the debt is paid',
    (mode) => {
      const ledger = ledgerOf();
      ledger.must(topUp(10n, 'bought'), reserve('open', 0n));
      Object.assign(ledger.state.wallet, { mode, overdraftLimit: 1_000n });
      ledger.must(clawBack(15n, 'dispute'));
      expect(ledger.state.wallet).toMatchObject({ balance: -5n, frozen: true });
      expect(ledger.refusal(reserve('r', 0n)).code).toBe('insufficient_credit');
      expect(ledger.refusal(extend('open', { amountNanoUsd: 1n })).code).toBe('insufficient_credit');
      ledger.must(grantCredit(4n, 'not enough'));
      expect(ledger.refusal(reserve('r', 0n)).code).toBe('insufficient_credit');
      ledger.must(reinstate(15n, 'won'), reserve('r', 1n));
      expect(ledger.state.wallet).toMatchObject({ balance: 14n, frozen: false });
    },
  );

  it('of a refund leaves the mode to say what a debt may do; of a dispute that leaves none too', () => {
    const ledger = ledgerOf(freshState({ wallet: wallet({ mode: 'overdraft', overdraftLimit: 100n }) }));
    ledger.must(topUp(10n, 'bought'), clawBack(15n, 'refunded', { cause: 'refund' }), reserve('r', 95n));
    ledger.must(release('r'), topUp(25n, 'more'), clawBack(20n, 'disputed'), reserve('s', 100n));
    expect(ledger.state.wallet).toMatchObject({ balance: 0n, frozen: false });
  });

  it('is thawed by whatever pays the debt: a write-off too', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(10n, 'bought'), clawBack(15n, 'dispute'), writeOff(2n, 'a part'));
    expect(ledger.state.wallet).toMatchObject({ balance: -3n, frozen: true });
    ledger.must(writeOff(null, 'the rest'));
    expect(ledger.state.wallet).toMatchObject({ balance: 0n, frozen: false });
    expect(ledger.refusal(writeOff(1n, 'of nothing'))).toEqual({ code: 'write_off_exceeds_debt', asked: 1n, debt: 0n });
  });
});

describe('an adjustment', () => {
  it('makes a lot, or takes in the order of draws and then as debt', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(10n, 'bought'), adjust(5n, 'missing'), adjust(-12n, 'too much'));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([3n, { missing: 3n }]);
    ledger.must(adjust(-5n, 'much too much'));
    expect([ledger.state.wallet.balance, left(ledger)]).toEqual([-2n, {}]);
    expect(ledger.entries.at(-1)).toMatchObject({ kind: 'adjustment', amount: -5n, reason: 'was booked wrong' });
  });
});

describe('each command on credit', () => {
  const commands = [
    topUp(7n, 'x'),
    grantCredit(7n, 'x'),
    refundCredit({ topUp: 'first' }, 7n, 'x'),
    clawBack(7n, 'x'),
    reinstate(7n, 'x'),
    adjust(7n, 'x'),
  ];

  it.each(commands)('counts once for its reference, which the other kinds may use too ($kind)', (command) => {
    const ledger = ledgerOf();
    ledger.must(topUp(100n, 'first'));
    const first = ledger.do(command);
    expect(first.kind).toBe('credit-moved');
    expect(ledger.do(command)).toEqual({ kind: 'repeated', answers: [answerOf(first)] });
    const { balance } = ledger.state.wallet;
    expect(ledger.refusal({ ...command, amountNanoUsd: 8n, hash: 'another' }).code).toBe('idempotency_mismatch');
    expect(ledger.state.wallet.balance).toBe(balance);
    for (const other of commands) expect(ledger.do(other).kind).toBe(other === command ? 'repeated' : 'credit-moved');
  });
});

describe('the mode', () => {
  it('is changed by the first purchase and by no other credit', () => {
    const ledger = ledgerOf();
    ledger.must(
      grantCredit(5n, 'a', { source: 'promotion' }),
      grantCredit(5n, 'b'),
      adjust(5n, 'c'),
      reinstate(5n, 'd'),
    );
    expect(ledger.state.wallet.mode).toBe('postpaid');
    ledger.must(topUp(5n, 'first'));
    expect(ledger.state.wallet.mode).toBe('prepaid');
    ledger.state.wallet.mode = 'postpaid';
    ledger.must(topUp(5n, 'second'));
    expect(ledger.state.wallet.mode).toBe('postpaid');
  });

  it('says whether an overdraft counts: its limit is nothing to a prepaid wallet', () => {
    const ledger = ledgerOf(freshState({ wallet: wallet({ mode: 'prepaid', balance: 5n, overdraftLimit: 100n }) }));
    expect(ledger.refusal(reserve('r', 6n)).code).toBe('insufficient_credit');
    ledger.state.wallet.mode = 'overdraft';
    ledger.must(reserve('r', 105n));
    expect(ledger.refusal(reserve('s', 1n)).code).toBe('budget_in_flight');
  });

  it('of the moment of a reservation says whether it touches the wallet', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('before', 10n), topUp(100n, 'first'), settle('before', cost(10n)));
    expect(ledger.state.wallet).toMatchObject({ balance: 100n, reserved: 0n });
  });
});
