import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { money } from '../../format/money.ts';
import styles from './credits-page.module.css';
import type { Credits } from './credits.ts';

/** What holds spending back, in a sentence for each mode. */
function holdsBack({ mode, overdraft_usd: overdraft }: Credits): string {
  if (mode === 'postpaid') return 'Postpaid: budgets alone hold spending back. Credit is not asked.';
  if (mode === 'prepaid') return 'Prepaid: a call is admitted only if the credit that is available covers it.';
  return `Overdraft: as prepaid, and the balance may be held down to ${money(overdraft)} below zero.`;
}

function tellsLow({ low_balance_usd: balance, low_runway_days: runway }: Credits): string {
  const marks = [
    ...(balance === null ? [] : [`the balance is below ${money(balance)}`]),
    ...(runway === null ? [] : [`it lasts for less than ${runway} days`]),
  ];
  return marks.length === 0
    ? 'Nobody is told when credit runs low.'
    : `An alert is raised when ${marks.join(', or when ')}.`;
}

export function HoldingCard({ credits, onChange }: { readonly credits: Credits; readonly onChange: () => void }) {
  return (
    <Card title="What holds spending back" actions={<Button onClick={onChange}>Change</Button>}>
      <div className={styles['holding']}>
        <p>{holdsBack(credits)}</p>
        <p className={styles['quiet']}>{tellsLow(credits)}</p>
      </div>
    </Card>
  );
}
