import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip, StatusBadge } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { CheckField } from '../../components/field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState, Forbidden, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { type Key, keysQuery } from './keys.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';

function boundTo({ agent, pins }: Key) {
  const labels = Object.entries(pins).filter(([label]) => label !== 'agent' || agent === null);
  return (
    <>
      {agent === null ? null : <EntityLink kind="agent" id={agent} />}{' '}
      {labels.map(([label, value]) => (
        <Chip key={label}>
          {label} {value}
        </Chip>
      ))}
    </>
  );
}

function RevokeDialog({ found, onClose }: { readonly found: Key | undefined; readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  const revoke = async ({ id, name }: Key): Promise<void> => {
    await call('DELETE /v1/keys/{id}', { path: { id } });
    await queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
    tell(`${name} is revoked.`);
  };
  return (
    <ConfirmDialog
      title={`Revoke ${found?.name ?? 'the key'}?`}
      action="Revoke the key"
      isOpen={found !== undefined}
      onClose={onClose}
      onConfirm={() => (found === undefined ? Promise.resolve() : revoke(found))}
    >
      Whoever uses it is refused with 401 from the next call on, within two seconds on every node. Calls that are under
      way are still settled. It cannot be taken back; make another key instead.
    </ConfirmDialog>
  );
}

interface ColumnsOptions {
  readonly timeZone: string;
  readonly mayAdminister: boolean;
  readonly onRevoke: (id: string) => void;
}

function columnsOf({ timeZone, mayAdminister, onRevoke }: ColumnsOptions): readonly Column<Key>[] {
  const nowMs = Date.now();
  return [
    { name: 'Name', cell: ({ name }) => name },
    { name: 'Kind', cell: ({ kind, operator }) => (operator ? `${kind}, operator` : kind) },
    { name: 'Bound to', cell: boundTo, isExtra: true },
    { name: 'Begins with', cell: ({ prefix }) => <code>{prefix}…</code>, isExtra: true },
    { name: 'Made', cell: ({ created_at: time }) => <Time {...{ time, timeZone, nowMs }} />, isExtra: true },
    {
      name: 'Last used',
      cell: ({ last_used_at: time, revoked_at: revoked }) => {
        if (revoked !== null) return <StatusBadge status="revoked" />;
        return time === null ? 'never' : <Time {...{ time, timeZone, nowMs }} />;
      },
    },
    {
      name: 'Revoke',
      isFigure: true,
      cell: ({ id, name, kind, revoked_at: revoked }) =>
        revoked !== null || (kind === 'admin' && !mayAdminister) ? null : (
          <Button kind="quiet" aria-label={`Revoke ${name}`} onClick={() => onRevoke(id)}>
            Revoke
          </Button>
        ),
    },
  ];
}

function KeysShown() {
  const search = useSearch({ from: '/signed-in/keys' });
  const navigate = useNavigate({ from: '/keys' });
  const { timeZone } = usePeriod();
  const mayAdminister = usePermitted('administer');
  const { query, more } = useList(keysQuery);
  const show = (next: object): void =>
    void navigate({ search: (now) => ({ ...now, open: undefined, revoke: undefined, ...next }) });
  const found = query.data?.find(({ id }) => id === search.revoke);
  const make = (
    <Button kind="main" onClick={() => show({ open: 'new' })}>
      New key
    </Button>
  );
  return (
    <>
      <PageHeader title="Keys">{make}</PageHeader>
      <Card
        title="What programs call with"
        actions={
          <CheckField
            label="Show revoked keys"
            checked={search.all === true}
            onChange={({ target }) => show({ all: target.checked ? true : undefined })}
          />
        }
      >
        <Loaded query={query} height={240}>
          {(keys) => (
            <DataTable
              caption="Keys"
              columns={columnsOf({ timeZone, mayAdminister, onRevoke: (revoke) => show({ revoke }) })}
              rows={search.all === true ? keys : keys.filter(({ revoked_at: revoked }) => revoked === null)}
              keyOf={({ id }) => id}
              empty={
                <EmptyState title="No key is in use." action={make}>
                  An agent calls the gateway with a key of its own.
                </EmptyState>
              }
              more={more}
            />
          )}
        </Loaded>
      </Card>
      <NewKeyDialog isOpen={search.open === 'new'} onClose={() => show({})} />
      <RevokeDialog found={found} onClose={() => show({})} />
    </>
  );
}

/** The keys that programs call with. */
export function KeysPage() {
  return usePermitted('operate') ? <KeysShown /> : <Forbidden what="keys" />;
}
