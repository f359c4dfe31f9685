import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { Notice } from '../../components/notice.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { useToast } from '../../components/toasts.tsx';
import { money } from '../../format/money.ts';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { creditChanged, kindNames, reconciliationQuery, type Reconciliation } from './credits.ts';

type Residual = Reconciliation['residuals'][number];

const meanings: Readonly<Record<Residual['kind'], string>> = {
  missing_here: 'Stripe has it, the ledger has not',
  missing_there: 'The ledger has it, Stripe has not',
  amount_differs: 'Both have it, in other amounts',
};

function several(count: number, name: string): string {
  return `${count.toLocaleString('en-US')} ${name}${count === 1 ? '' : 's'}`;
}

function Totals({ found }: { readonly found: Reconciliation }) {
  const { stripe, payments, matched, residuals } = found;
  return (
    <Figures>
      <Figure
        name="Agreement"
        value={found.ok ? 'All agrees' : several(residuals.length, 'difference')}
        note={`${several(payments, 'payment')} compared, ${several(matched, 'movement')} in agreement`}
      />
      <Figure name="Paid" value={<Money usd={stripe.payments_usd} />} note="At Stripe" />
      <Figure name="Refunded" value={<Money usd={stripe.refunds_usd} />} note="At Stripe" />
      <Figure name="Disputed" value={<Money usd={stripe.disputes_usd} />} note="At Stripe" />
      <Figure name="Fees" value={<Money usd={stripe.fees_usd} />} note="No part of any credit" />
    </Figures>
  );
}

interface ResidualsProps {
  readonly residuals: readonly Residual[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, isChosen: boolean) => void;
}

function Residuals({ residuals, chosen, onChoose }: ResidualsProps) {
  return (
    <DataTable
      caption="Differences"
      rows={residuals}
      keyOf={({ id }) => id}
      empty="No differences in this period."
      columns={[
        {
          name: 'Approve',
          cell: ({ id, reference }) => (
            <input
              type="checkbox"
              className={styles['choice']}
              aria-label={`Correct ${reference}`}
              checked={chosen.has(id)}
              onChange={(event) => onChoose(id, event.target.checked)}
            />
          ),
        },
        {
          name: 'What',
          cell: ({ entry, kind, reference, payment }) => (
            <div className={styles['source']}>
              <Chip tone="stop">{kindNames[entry]}</Chip>
              <Link to="/credits/payments/$payment" params={{ payment }}>
                {reference}
              </Link>
              <span className={styles['quiet']}>{meanings[kind]}</span>
            </div>
          ),
        },
        { name: 'Stripe', cell: ({ stripe_usd: usd }) => <Money usd={usd} />, isFigure: true, isExtra: true },
        { name: 'Ledger', cell: ({ ledger_usd: usd }) => <Money usd={usd} />, isFigure: true, isExtra: true },
        { name: 'Correction', cell: ({ difference_usd: usd }) => <Money usd={usd} />, isFigure: true },
      ]}
    />
  );
}

function Twice({ found: { refunded_twice: twice } }: { readonly found: Reconciliation }) {
  return twice.map(({ payment, here_usd: here, stripe_usd: stripe }) => (
    <Notice
      key={payment}
      tone="soon"
      action={
        <Link to="/credits/payments/$payment" params={{ payment }}>
          The payment
        </Link>
      }
    >
      {money(here)} of a purchase was refunded here by hand, and {money(stripe)} of it at Stripe. Each took the credit:
      if both mean the same money, give it back with an adjustment.
    </Notice>
  ));
}

function PendingList({ found: { pending } }: { readonly found: Reconciliation }) {
  if (pending.length === 0) return null;
  return (
    <Card title="Under way, and no difference">
      <ul>
        {pending.map(({ payment, state, amount_usd: amount }) => (
          <li key={payment}>
            <Link to="/credits/payments/$payment" params={{ payment }}>
              {money(amount)}
            </Link>{' '}
            {state}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Of the very period that was shown, and of nothing that was not. */
function Correcting({ found }: { readonly found: Reconciliation }) {
  const { tell } = useToast();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const named = found.residuals.filter(({ id }) => chosen.has(id));
  const choose = (id: string, isChosen: boolean): void =>
    setChosen(new Set([...chosen].filter((one) => one !== id).concat(isChosen ? [id] : [])));
  const approve = async (): Promise<void> => {
    const body = { from: found.from, to: found.to, residuals: named.map(({ id }) => id) };
    const { corrections } = await call('POST /v1/credits/reconciliation/corrections', { body });
    setChosen(new Set());
    await creditChanged();
    tell(`Set right: ${corrections.length}.`);
  };
  return (
    <Card
      title="Differences"
      actions={
        found.ok ? null : (
          <Button disabled={named.length === 0} onClick={() => setAsking(true)}>
            Correct what is chosen
          </Button>
        )
      }
    >
      <Residuals residuals={found.residuals} chosen={chosen} onChoose={choose} />
      <ConfirmDialog
        title="Correct the ledger?"
        action="Correct it"
        kind="main"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={approve}
      >
        <p>What Stripe has and the ledger has not is booked; anything else is set right by an entry of its own:</p>
        <ul>
          {named.map(({ id, reference, difference_usd: amount }) => (
            <li key={id}>
              {reference}: {money(amount)}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </Card>
  );
}

/** The ledger compared with Stripe, movement by movement. */
export function ReconciliationPage() {
  const { query: period } = usePeriod();
  const query = useQuery(reconciliationQuery(period));
  const again = (
    <Button isBusy={query.isFetching} onClick={() => void query.refetch()}>
      Compare again
    </Button>
  );
  return (
    <CreditsFrame
      controls={
        <div className={styles['controls']}>
          <PeriodPicker />
          {again}
        </div>
      }
    >
      <Loaded query={query} height={360}>
        {(found) => (
          <div className={styles['stack']}>
            <Totals found={found} />
            <Twice found={found} />
            <Correcting found={found} />
            <PendingList found={found} />
          </div>
        )}
      </Loaded>
    </CreditsFrame>
  );
}
