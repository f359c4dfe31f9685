import { describe, expect, it } from 'vitest';
import { record, report, reserve, settle, topUp } from './support/commands.ts';
import { ledgerOf } from './support/test-ledger.ts';

const billionUsd = 10n ** 18n;

describe('a figure that could not be stored', () => {
  it('refuses the top-up that would make it, and changes nothing', () => {
    const ledger = ledgerOf();
    for (let n = 0; n < 9; n += 1) ledger.must(topUp(billionUsd, `purchase ${n}`));
    expect(ledger.refusal(topUp(billionUsd, 'one too many'))).toMatchObject({
      code: 'invalid_request',
      field: 'amount_usd',
    });
    expect(ledger.state.wallet.balance).toBe(9n * billionUsd);
  });

  it('refuses the charge that would make it in a wallet, and lets the next one through', () => {
    const ledger = ledgerOf();
    ledger.must(topUp(1n, 'first'));
    for (let n = 0; n < 9; n += 1) ledger.must(record(report(`huge ${n}`, billionUsd)));
    expect(ledger.refusal(record(report('one too many', billionUsd)))).toMatchObject({ field: 'cost_usd' });
    ledger.must(record(report('small', 5n)));
    expect(ledger.state.wallet.balance).toBe(1n - 9n * billionUsd - 5n);
  });

  it('leaves ordinary calls alone', () => {
    ledgerOf().must(topUp(100n, 'first'), reserve('r', 30n), settle('r', 50n));
  });
});
