import { describe, expect, it } from 'vitest';
import { attempt, attempts, record, report, reserve, settle } from './support/commands.ts';
import { budget, freshState } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

const acme = (model: string) => ({ labels: { provider: 'acme', model } });

describe('a model is counted under its canonical name, whichever of its names is used', () => {
  const limited = budget({ limit: 100n, per: 'model' });

  it('another name does not get past a budget on the model', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(reserve('a', 60n, acme('small')));
    expect(ledger.refusal(reserve('b', 60n, acme('small-2026-01-01')))).toMatchObject({ code: 'budget_in_flight' });
    ledger.must(settle('a', 60n));
    expect(ledger.refusal(reserve('c', 60n, acme('small-2026-01-01')))).toMatchObject({
      code: 'budget_exceeded',
      shortfall: { subject: 'acme/small', spent: 60n },
    });
  });

  it('a settle that names the snapshot that served it stays in the counter that was held', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(reserve('a', 60n, acme('small')), settle('a', attempts(attempt('small-2026-01-01', 10, 5))));
    expect(ledger.counter(limited, 'acme/small')).toEqual({ spent: 20n, reserved: 0n });
    expect(ledger.usage.map((row) => row.dimensions.model)).toEqual(['small']);
  });

  it('and so does usage that had no reservation', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(record(report('1', attempts(attempt('small-2026-01-01', 10, 5)))));
    expect(ledger.counter(limited, 'acme/small')).toEqual({ spent: 20n, reserved: 0n });
  });
});
