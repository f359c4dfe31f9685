import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { keepCsrfToken } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { browserName, sessionsQuery } from './settings.ts';

/** Where one is signed in, and the way out of all of it. */
export function OwnSessions({ timeZone }: { readonly timeZone: string }) {
  const query = useQuery(sessionsQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const nowMs = Date.now();
  const leave = async (): Promise<void> => {
    await call('DELETE /v1/sessions');
    keepCsrfToken(null);
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Card
      title="Where you are signed in"
      actions={
        <Button kind="danger" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      }
    >
      <Loaded query={query} height={96}>
        {({ data }) => (
          <DataTable
            caption="Where you are signed in"
            rows={data}
            keyOf={({ id }) => id}
            empty="Nowhere."
            columns={[
              {
                name: 'Browser',
                cell: ({ user_agent: agent, current }) => (
                  <span title={agent}>
                    {browserName(agent)} {current ? <Chip tone="accent">this one</Chip> : null}
                  </span>
                ),
              },
              { name: 'Address', cell: ({ address }) => address },
              { name: 'Since', cell: ({ created_at: time }) => <Time {...{ time, timeZone, nowMs }} />, isExtra: true },
              { name: 'Last seen', cell: ({ last_seen_at: time }) => <Time {...{ time, timeZone, nowMs }} /> },
            ]}
          />
        )}
      </Loaded>
      <ConfirmDialog
        title="Sign out everywhere?"
        action="Sign out everywhere"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={leave}
      >
        Every browser is signed out, this one too, within two seconds. Your password stays as it is: change it where
        somebody else may know it.
      </ConfirmDialog>
    </Card>
  );
}
