import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { percent } from '../../format/count.ts';
import { budgetsKey, type Restriction, restrictionsQuery } from './budgets.ts';
import { heldText } from './budget-words.ts';
import styles from './budgets-page.module.css';

function useLift(onDone: () => void) {
  const queries = useQueryClient();
  const { tell } = useToast();
  return useMutation({
    mutationFn: ({ id }: Restriction) => call('POST /v1/restrictions/{id}/lift', { path: { id }, body: {} }),
    onSuccess: ({ subject }) => {
      tell(`${subject} goes on.`);
      void queries.invalidateQueries({ queryKey: budgetsKey });
      onDone();
    },
  });
}

function columnsOf(timeZone: string, onLift: ((one: Restriction) => void) | null): readonly Column<Restriction>[] {
  return [
    { name: 'Who', cell: ({ subject }) => subject },
    {
      name: 'Is',
      cell: (one) => <Chip tone={one.do === 'throttle' ? 'soon' : 'stop'}>{heldText(one)}</Chip>,
    },
    {
      name: 'By',
      cell: ({ budget, budget_name: name, at }) => (
        <>
          <EntityLink kind="budget" id={budget}>
            {name}
          </EntityLink>{' '}
          at {percent(at)}
        </>
      ),
      isExtra: true,
    },
    {
      name: 'Since',
      cell: (one) => <Time time={one.taken_at} timeZone={timeZone} nowMs={Date.now()} />,
      isExtra: true,
    },
    {
      name: 'Until',
      cell: ({ window_end: end }) => (end === null ? 'it is lifted' : <Time time={end} timeZone={timeZone} />),
      isExtra: true,
    },
    ...(onLift === null
      ? []
      : [
          {
            name: 'Lift',
            cell: (one: Restriction) => (
              <div className={styles['act']}>
                <Button onClick={() => onLift(one)}>Lift</Button>
              </div>
            ),
          },
        ]),
  ];
}

/** Whom budgets hold at this moment, with what lets them go on; nothing stands there while nobody is held. */
export function RestrictionsHeld({ budget }: { readonly budget?: string }) {
  const query = useQuery(restrictionsQuery(budget));
  const mayOperate = usePermitted('operate');
  const { timeZone } = usePeriod();
  const [asked, ask] = useState<Restriction | null>(null);
  const lift = useLift(() => ask(null));
  const held = query.data?.data ?? [];
  if (held.length === 0 && asked === null) return null;
  return (
    <Card title="Held now">
      <DataTable
        caption="Held now"
        rows={held}
        keyOf={({ id }) => id}
        empty="Nobody is held."
        columns={columnsOf(timeZone, mayOperate ? ask : null)}
      />
      <ConfirmDialog
        title={`Let ${asked?.subject ?? ''} go on?`}
        action="Lift it"
        kind="main"
        isOpen={asked !== null}
        onClose={() => ask(null)}
        onConfirm={async () => (asked === null ? undefined : lift.mutateAsync(asked))}
      >
        {asked === null
          ? ''
          : `${asked.subject} is ${heldText(asked)} by ${asked.budget_name}. Lifted, it goes on for the rest of the window; the limit itself still holds.`}
      </ConfirmDialog>
    </Card>
  );
}
