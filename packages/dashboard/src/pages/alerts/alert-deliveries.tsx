import { useList } from '../../api/list.ts';
import { Loaded } from '../../components/states.tsx';
import { deliveriesQuery } from './alerts.ts';
import { DeliveryTable } from './delivery-table.tsx';

/** Where an alert was sent, and whether it arrived. */
export function AlertDeliveries({ id, timeZone }: { readonly id: string; readonly timeZone: string }) {
  const { query, more } = useList(deliveriesQuery({ alert: id }));
  return (
    <section aria-label="Sent to">
      <h3>Sent to</h3>
      <Loaded query={query} height={64}>
        {(deliveries) => (
          <DeliveryTable
            caption="Sent to"
            rows={deliveries}
            more={more}
            timeZone={timeZone}
            empty="To nobody: its budget names no channel, and no route fits it."
          />
        )}
      </Loaded>
    </section>
  );
}
