import { expect, test } from 'vitest';
import { raiseToOf } from '../../src/services/alerts/wording/raise-to.ts';
import { crossing } from './support/alerts.ts';

type Amounts = Readonly<Record<string, string>>;

function raiseTo(amounts: Amounts): bigint | null {
  return raiseToOf(crossing('bot', { figures: { unit: 'usd', amounts, facts: {} } }));
}

test.each<[what: string, amounts: Amounts, raised: bigint | null]>([
  ['the limit, while less is spent', { limit: '8000', spent: '5600', reserved: '0' }, 10_000n],
  [
    'what was spent, reserved and asked for',
    { limit: '3000', spent: '2750', reserved: '250', required: '500' },
    4_400n,
  ],
  ['what is projected', { limit: '100', spent: '40', reserved: '0', projected: '400' }, 500n],
  ['a limit of nothing', { limit: '0', spent: '0', reserved: '0', required: '3' }, 4n],
  ['the next figure of two digits', { limit: '1001', spent: '0', reserved: '0' }, 1_300n],
  ['no limit', { spent: '7' }, null],
])('a quarter is added to %s', (_, amounts, raised) => {
  expect(raiseTo(amounts)).toBe(raised);
});

test('an alert that is of no budget proposes no limit', () => {
  expect(raiseToOf({ ...crossing('bot'), budgetId: null })).toBeNull();
});
