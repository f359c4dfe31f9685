import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import type { Delivery } from './alerts.ts';
import styles from './alerts-page.module.css';

function useRedeliver() {
  const queries = useQueryClient();
  const { tell, tellProblem } = useToast();
  return useMutation({
    mutationFn: (id: string) => call('POST /v1/deliveries/{id}/redeliver', { path: { id }, body: {} }),
    onSuccess: ({ channel }) => {
      tell(`It is sent to ${channel} again.`);
      void queries.invalidateQueries({ queryKey: ['deliveries'] });
    },
    onError: tellProblem,
  });
}

function Outcome({ delivery, timeZone }: { readonly delivery: Delivery; readonly timeZone: string }) {
  const { state, attempts, last_error: error, delivered_at: at } = delivery;
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  return (
    <>
      <StatusBadge status={state} />{' '}
      <small className={styles['quiet']}>
        {at === null ? '' : <Time time={at} timeZone={timeZone} />}
        {state === 'delivered' ? tries : `${error ?? ''}${tries}`}
      </small>
    </>
  );
}

interface DeliveryTableProps {
  readonly caption: string;
  readonly rows: readonly Delivery[];
  readonly timeZone: string;
  readonly empty: string;
  /** The alerts that each message was about. */
  readonly hasAlerts?: boolean;
  readonly more: { readonly hasMore: boolean; readonly isBusy: boolean; readonly onMore: () => void };
}

/** Messages to channels with what became of them; what was given up can be sent again. */
export function DeliveryTable({ caption, rows, timeZone, empty, hasAlerts = false, more }: DeliveryTableProps) {
  const mayOperate = usePermitted('operate');
  const again = useRedeliver();
  const columns: Column<Delivery>[] = [
    { name: 'Channel', cell: ({ channel }) => channel },
    { name: 'Message', cell: ({ event, type }) => `${type.replaceAll('_', ' ')}, ${event}`, isExtra: true },
    { name: 'Outcome', cell: (delivery) => <Outcome {...{ delivery, timeZone }} /> },
  ];
  if (hasAlerts)
    columns.splice(2, 0, {
      name: 'About',
      cell: ({ alerts: [first] }) =>
        first === undefined ? null : (
          <Link to="/alerts" search={{ alert: first, state: 'all' }}>
            the alert
          </Link>
        ),
      isExtra: true,
    });
  if (mayOperate && rows.some(({ state }) => state !== 'pending'))
    columns.push({
      name: 'Again',
      cell: ({ id, state, channel }) =>
        state === 'pending' ? null : (
          <span className={styles['rowacts']}>
            <Button
              kind="quiet"
              aria-label={`Redeliver to ${channel}`}
              isBusy={again.isPending && again.variables === id}
              onClick={() => again.mutate(id)}
            >
              Redeliver
            </Button>
          </span>
        ),
    });
  return <DataTable caption={caption} rows={rows} keyOf={({ id }) => id} empty={empty} columns={columns} more={more} />;
}
