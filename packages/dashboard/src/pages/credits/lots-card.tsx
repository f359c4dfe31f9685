import { Link } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { dayIn } from '../../app/period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { shareOf } from '../../format/share.ts';
import styles from './credits-page.module.css';
import { type Lot, openLotsQuery } from './credits.ts';

function Left({ lot }: { readonly lot: Lot }) {
  const { remaining_usd: remaining, amount_usd: amount } = lot;
  const text = `${money(remaining)} left of ${money(amount)}`;
  return (
    <div className={styles['left']}>
      <span>
        <Money usd={remaining} /> <span className={styles['quiet']}>of {money(amount)}</span>
      </span>
      <svg viewBox="0 0 100 5" preserveAspectRatio="none" role="img" aria-label={text}>
        <rect className={styles['ground']} width="100" height="5" rx="1" />
        <rect className={styles['part']} width={shareOf(remaining, amount) * 100} height="5" rx="1" />
      </svg>
    </div>
  );
}

function Source({ lot, timeZone }: { readonly lot: Lot; readonly timeZone: string }) {
  const search = { lot: lot.id, from: dayIn(Date.parse(lot.created_at), timeZone), to: dayIn(Date.now(), timeZone) };
  return (
    <div className={styles['source']}>
      <Chip tone={lot.source === 'purchase' ? 'accent' : 'quiet'}>{lot.source}</Chip>
      <Link to="/credits/ledger" search={search} title="What it was used for">
        {lot.reference ?? lot.id.slice(0, 8)}
      </Link>
    </div>
  );
}

interface LotsCardProps {
  readonly timeZone: string;
  readonly onRefund: (lot: string) => void;
  readonly onGrant: () => void;
}

/** What the balance is made of, in the order in which charges draw it. */
export function LotsCard({ timeZone, onRefund, onGrant }: LotsCardProps) {
  const { query, more } = useList(openLotsQuery);
  return (
    <Card title="Open lots, the next to be drawn first">
      <Loaded query={query} height={160}>
        {(lots) => (
          <DataTable
            caption="Open lots"
            rows={lots}
            keyOf={({ id }) => id}
            more={more}
            empty={
              <EmptyState title="No credit yet" action={<Button onClick={onGrant}>Book a purchase</Button>}>
                Each purchase and each grant becomes a lot here, with what is left of it.
              </EmptyState>
            }
            columns={[
              { name: 'Credit', cell: (lot) => <Source lot={lot} timeZone={timeZone} /> },
              { name: 'Left', cell: (lot) => <Left lot={lot} />, isFigure: true },
              {
                name: 'Expires',
                cell: ({ expires_at: end }) => (end === null ? 'never' : <Time time={end} timeZone={timeZone} />),
              },
              { name: 'Priority', cell: ({ priority }) => priority, isFigure: true, isExtra: true },
              {
                name: 'Since',
                cell: ({ created_at: since }) => <Time time={since} timeZone={timeZone} />,
                isExtra: true,
              },
              {
                name: 'Refund',
                cell: (lot) =>
                  lot.source === 'purchase' ? (
                    <Button
                      kind="quiet"
                      aria-label={`Refund ${lot.reference ?? lot.id}`}
                      onClick={() => onRefund(lot.id)}
                    >
                      Refund
                    </Button>
                  ) : null,
                isExtra: true,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
