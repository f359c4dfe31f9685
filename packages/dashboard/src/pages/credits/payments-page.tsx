import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { ZonePicker } from '../../components/period-picker.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { type Payment, paymentsQuery, type PaymentState } from './credits.ts';
import { paymentStates } from './search.ts';

const states = [
  { value: '', name: 'Every state' },
  ...paymentStates.map((value) => ({ value, name: value.replaceAll('_', ' ') })),
];

function Receipt({ receipt_url: url }: Payment) {
  return url === null ? null : (
    <a href={url} target="_blank" rel="noreferrer">
      Receipt
    </a>
  );
}

/** Payments of credit through Stripe, and what became of them. */
export function PaymentsPage() {
  const { state } = useSearch({ from: '/signed-in/credits/payments' });
  const navigate = useNavigate({ from: '/credits/payments' });
  const { timeZone } = usePeriod();
  const { query, more } = useList(paymentsQuery(state));
  return (
    <CreditsFrame controls={<ZonePicker />}>
      <div className={styles['filters']}>
        <SelectField
          label="State"
          value={state ?? ''}
          options={states}
          onValue={(value) =>
            void navigate({
              search: (now) => ({ ...now, state: value === '' ? undefined : (value as PaymentState) }),
            })
          }
        />
      </div>
      <Card title="Payments">
        <Loaded query={query} height={320}>
          {(payments) => (
            <DataTable
              caption="Payments"
              rows={payments}
              keyOf={({ id }) => id}
              more={more}
              empty={<EmptyState title="No payments">Credit that is bought through Stripe stands here.</EmptyState>}
              columns={[
                {
                  name: 'Payment',
                  cell: ({ id, created_at: made, reference }) => (
                    <Link to="/credits/payments/$payment" params={{ payment: id }}>
                      {reference ?? <Time time={made} timeZone={timeZone} />}
                    </Link>
                  ),
                },
                { name: 'State', cell: (payment) => <StatusBadge status={payment.state} /> },
                { name: 'Amount', cell: ({ amount_usd: amount }) => <Money usd={amount} />, isFigure: true },
                {
                  name: 'Refunded',
                  cell: ({ refunded_usd: amount }) => (amount === '0' ? '' : <Money usd={amount} />),
                  isFigure: true,
                  isExtra: true,
                },
                {
                  name: 'Made',
                  cell: ({ created_at: made }) => <Time time={made} timeZone={timeZone} />,
                  isExtra: true,
                },
                { name: 'Receipt', cell: Receipt, isExtra: true },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </CreditsFrame>
  );
}
