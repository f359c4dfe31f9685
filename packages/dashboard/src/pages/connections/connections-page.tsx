import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { duration } from '../../format/time.ts';
import {
  EditConnectionDialog,
  NewConnectionDialog,
  RemoveConnectionDialog,
  RotateKeyDialog,
  UseConnectionDialog,
} from './connection-dialogs.tsx';
import { type Connection, connectionSpendQuery, connectionsQuery, providerNames, timeoutNames } from './connections.ts';
import styles from './connections-page.module.css';
import type { ConnectionsSearch } from './search.ts';

type Show = (next: ConnectionsSearch) => void;
type Spend = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof connectionSpendQuery>['queryFn']>>>>;

/** What a call may ask for, in words. */
function policyText({ policy }: Connection): string {
  if (policy === null) return 'capped to what is left';
  const { mode, max_output_tokens: most, min_output_tokens: least } = policy;
  const parts = [
    mode === 'strict' ? 'refused where they might cost more than is left' : 'capped to what is left',
    ...(most === null ? [] : [`at most ${count(most)} tokens`]),
    ...(least === null ? [] : [`at least ${count(least)}`]),
  ];
  return parts.join(', ');
}

function Rules(connection: Connection) {
  return (
    <>
      {policyText(connection)}
      <small className={styles['under']}>{timeoutsText(connection)}</small>
    </>
  );
}

function timeoutsText({ timeouts }: Connection): string {
  return timeoutNames.map(([field, name]) => `${name.toLowerCase()} ${duration(timeouts[field])}`).join(', ');
}

function Name({ name, provider, origin }: Connection) {
  return (
    <>
      <EntityLink kind="connection" id={name} /> {origin === 'built-in' ? <Chip>built in</Chip> : null}
      {origin === 'environment' ? <Chip>from the environment</Chip> : null}
      <small className={styles['under']}>{providerNames[provider]}</small>
    </>
  );
}

function actsOf({ name, origin }: Connection, mayOperate: boolean, show: Show): readonly MenuItem[] {
  const use: MenuItem = { name: 'How to call it', onSelect: () => show({ use: name }) };
  if (!mayOperate || origin === 'built-in') return [use];
  return [
    use,
    { name: 'Edit', onSelect: () => show({ edit: name }) },
    { name: 'Replace the key', onSelect: () => show({ rotate: name }) },
    null,
    { name: 'Delete', isDanger: true, onSelect: () => show({ remove: name }) },
  ];
}

function columnsOf(spend: Spend | undefined, mayOperate: boolean, show: Show): readonly Column<Connection>[] {
  return [
    { name: 'Name', cell: (row) => <Name {...row} /> },
    { name: 'Address', cell: ({ base_url: url }) => <code>{url}</code>, isExtra: true },
    {
      name: 'Key',
      cell: ({ api_key_hint: hint }) => (hint === null ? 'none' : <code className={styles['whole']}>…{hint}</code>),
      isExtra: true,
    },
    { name: 'Calls are', cell: (row) => <Rules {...row} />, isExtra: true },
    { name: 'Requests', isFigure: true, cell: ({ name }) => count(spend?.get(name)?.requests ?? 0), isExtra: true },
    { name: 'Spend', isFigure: true, cell: ({ name }) => <Money usd={spend?.get(name)?.cost_usd ?? '0'} /> },
    {
      name: 'Acts',
      isFigure: true,
      cell: (row) => <Menu label={`Acts on ${row.name}`} trigger="…" items={actsOf(row, mayOperate, show)} />,
    },
  ];
}

interface DialogsProps {
  readonly search: ConnectionsSearch;
  readonly connections: readonly Connection[];
  readonly show: Show;
}

/** The dialog that the address names. */
function Dialogs({ search, connections, show }: DialogsProps) {
  const onClose = (): void => show({});
  const named = search.edit ?? search.rotate ?? search.use ?? search.remove;
  const connection = connections.find(({ name }) => name === named);
  if (search.open === 'new') return <NewConnectionDialog onClose={onClose} onMade={(use) => show({ use })} />;
  if (connection === undefined) return null;
  const props = { connection, onClose };
  if (search.use !== undefined) return <UseConnectionDialog {...props} />;
  if (connection.origin === 'built-in') return null;
  if (search.edit !== undefined) return <EditConnectionDialog {...props} />;
  return search.rotate === undefined ? <RemoveConnectionDialog {...props} /> : <RotateKeyDialog {...props} />;
}

/** The accounts at providers that agents spend through. */
export function ConnectionsPage() {
  const search = useSearch({ from: '/signed-in/connections' });
  const navigate = useNavigate({ from: '/connections' });
  const { query: period } = usePeriod();
  const mayOperate = usePermitted('operate');
  const { query, more } = useList(connectionsQuery);
  const { data: spend } = useQuery(connectionSpendQuery(period));
  const closed = { open: undefined, edit: undefined, rotate: undefined, use: undefined, remove: undefined };
  const show: Show = (next) => void navigate({ search: (now) => ({ ...now, ...closed, ...next }) });
  const make = mayOperate ? (
    <Button kind="main" onClick={() => show({ open: 'new' })}>
      New connection
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Connections">
        <div className={styles['controls']}>
          <PeriodPicker />
          {make}
        </div>
      </PageHeader>
      <Card title="Accounts that agents spend through">
        <Loaded query={query} height={240}>
          {(connections) => (
            <DataTable
              caption="Connections"
              columns={columnsOf(spend, mayOperate, show)}
              rows={connections}
              keyOf={({ id, name }) => `${id} ${name}`}
              empty={
                <EmptyState title="Nothing is connected." action={make}>
                  A connection is an account at a provider: its address, its key, and rules.
                </EmptyState>
              }
              more={more}
            />
          )}
        </Loaded>
      </Card>
      <Dialogs search={search} connections={query.data ?? []} show={show} />
    </>
  );
}
