import { describe, expect, it } from 'vitest';
import { record, report, reserve, settle, topUp } from './support/commands.ts';
import { freshState, wallet } from './support/state.ts';
import { answerOf, ledgerOf } from './support/test-ledger.ts';

describe('top-up', () => {
  it('the first purchase makes a postpaid org prepaid: from then on an empty wallet refuses', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('before', 10n ** 12n), topUp(5n, 'first'));
    expect(ledger.refusal(reserve('after', 6n)).code).toBe('insufficient_credit');
    ledger.must(reserve('after', 5n));
  });

  it('an overdraft stays one', () => {
    const ledger = ledgerOf(freshState({ wallet: wallet({ mode: 'overdraft', overdraftLimit: 7n }) }));
    ledger.must(topUp(5n, 'first'));
    expect(ledger.state.wallet).toMatchObject({ mode: 'overdraft', balance: 5n, reserved: 0n, overdraftLimit: 7n });
  });

  it('a reference counts once: the same again is the same answer, another amount is refused (lago#5870)', () => {
    const ledger = ledgerOf();
    const first = ledger.do(topUp(5n, 'first'));
    expect(ledger.do(topUp(5n, 'first'))).toEqual({ kind: 'repeated', answers: [answerOf(first)] });
    expect(ledger.refusal(topUp(6n, 'first')).code).toBe('idempotency_mismatch');
    expect(ledger.state.wallet.balance).toBe(5n);
    ledger.must(topUp(5n, 'second'));
    expect(ledger.state.wallet.balance).toBe(10n);
  });

  it('every change of the balance is an entry with the balance after it', () => {
    const ledger = ledgerOf();
    ledger.must(
      topUp(100n, 'first'),
      reserve('r', 30n),
      settle('r', 50n),
      record(report('u', 70n)),
      topUp(1n, 'second'),
    );
    expect(ledger.entries.map((entry) => [entry.kind, entry.amount, entry.balanceAfter, entry.reference])).toEqual([
      ['top_up', 100n, 100n, 'first'],
      ['charge', -50n, 50n, null],
      ['charge', -70n, -20n, null],
      ['top_up', 1n, -19n, 'second'],
    ]);
    expect(ledger.entries[1]).toMatchObject({ reservationId: 'r', usageRecordId: ledger.usage[0]!.id });
  });
});
