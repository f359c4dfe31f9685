import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { sessionQuery } from '../../api/session.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Menu } from '../../components/menu.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Forbidden, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import {
  type Invitation,
  invitationsQuery,
  peopleQuery,
  type Person,
  type RoleBook,
  roleName,
  rolesQuery,
} from './people.ts';
import { InviteDialog, RemoveDialog, ResetDialog, RoleDialog } from './person-dialogs.tsx';
import { RoleTable } from './role-table.tsx';
import type { PeopleSearch } from './search.ts';
import stack from '../settings/stack.module.css';

type Show = (next: PeopleSearch) => void;

function Name({ person, isSelf }: { readonly person: Person; readonly isSelf: boolean }) {
  return (
    <>
      {person.name} {isSelf ? <Chip tone="accent">you</Chip> : null}
      <small className={stack['under']}>{person.email}</small>
    </>
  );
}

function columnsOf(ownId: string | undefined, timeZone: string, show: Show): readonly Column<Person>[] {
  const nowMs = Date.now();
  return [
    { name: 'Name', cell: (person) => <Name person={person} isSelf={person.id === ownId} /> },
    { name: 'Role', cell: ({ role }) => roleName(role) },
    {
      name: 'Last sign-in',
      cell: ({ last_sign_in_at: time }) => (time === null ? 'not yet' : <Time {...{ time, timeZone, nowMs }} />),
      isExtra: true,
    },
    { name: 'Here since', cell: ({ created_at: time }) => <Time {...{ time, timeZone, nowMs }} />, isExtra: true },
    {
      name: 'Did',
      cell: ({ id }) => (
        <Link to="/audit" search={{ actor: id }}>
          Audit log
        </Link>
      ),
      isExtra: true,
    },
    {
      name: 'Acts',
      isFigure: true,
      cell: ({ id, name }) => (
        <Menu
          label={`Acts on ${name}`}
          trigger="…"
          items={[
            { name: 'Change the role', onSelect: () => show({ role: id }) },
            { name: 'Link for a new password', onSelect: () => show({ reset: id }) },
            null,
            { name: 'Remove', isDanger: true, onSelect: () => show({ remove: id }) },
          ]}
        />
      ),
    },
  ];
}

function Invitations({ timeZone }: { readonly timeZone: string }) {
  const query = useQuery(invitationsQuery);
  const queryClient = useQueryClient();
  const { tell, tellProblem } = useToast();
  const withdraw = useMutation({
    mutationFn: ({ id }: Invitation) => call('DELETE /v1/invitations/{id}', { path: { id } }),
    onSuccess: async (_, { email }) => {
      await queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      tell(`The invitation of ${email ?? 'whoever has the link'} is withdrawn.`);
    },
    onError: tellProblem,
  });
  return (
    <Card title="Invitations that are open">
      <Loaded query={query} height={64}>
        {({ data }) => (
          <DataTable
            caption="Invitations that are open"
            rows={data}
            keyOf={({ id }) => id}
            empty="Nobody is invited just now."
            columns={[
              { name: 'Email', cell: ({ email }) => email ?? 'whoever has the link' },
              { name: 'Role', cell: ({ role }) => roleName(role) },
              { name: 'Ends', cell: ({ expires_at: time }) => <Time {...{ time, timeZone }} />, isExtra: true },
              {
                name: 'Withdraw',
                isFigure: true,
                cell: (invitation) => (
                  <Button
                    kind="quiet"
                    aria-label={`Withdraw the invitation of ${invitation.email ?? 'whoever has the link'}`}
                    onClick={() => withdraw.mutate(invitation)}
                  >
                    Withdraw
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

interface DialogsProps {
  readonly search: PeopleSearch;
  readonly people: readonly Person[];
  readonly book: RoleBook;
  readonly onClose: () => void;
}

/** The dialog that the address names. */
function Dialogs({ search, people, book, onClose }: DialogsProps) {
  const named = search.role ?? search.reset ?? search.remove;
  const person = people.find(({ id }) => id === named);
  if (search.open === 'invite') return <InviteDialog book={book} onClose={onClose} />;
  if (person === undefined) return null;
  if (search.role !== undefined) return <RoleDialog {...{ person, book, onClose }} />;
  return search.reset === undefined ? (
    <RemoveDialog {...{ person, onClose }} />
  ) : (
    <ResetDialog {...{ person, onClose }} />
  );
}

function PeopleShown() {
  const search = useSearch({ from: '/signed-in/people' });
  const navigate = useNavigate({ from: '/people' });
  const { timeZone } = usePeriod();
  const { data: session } = useQuery(sessionQuery);
  const { query, more } = useList(peopleQuery);
  const roles = useQuery(rolesQuery);
  const closed = { open: undefined, role: undefined, reset: undefined, remove: undefined };
  const show: Show = (next) => void navigate({ search: (now) => ({ ...now, ...closed, ...next }) });
  return (
    <>
      <PageHeader title="People">
        <Button kind="main" onClick={() => show({ open: 'invite' })}>
          Invite somebody
        </Button>
      </PageHeader>
      <div className={stack['stack']}>
        <Card title="Who signs in">
          <Loaded query={query} height={160}>
            {(people) => (
              <DataTable
                caption="People"
                rows={people}
                columns={columnsOf(session?.person?.id, timeZone, show)}
                keyOf={({ id }) => id}
                empty="Nobody has come in yet."
                more={more}
              />
            )}
          </Loaded>
        </Card>
        <Invitations timeZone={timeZone} />
        <Loaded query={roles} height={220}>
          {(book) => (
            <>
              <RoleTable book={book} />
              <Dialogs search={search} people={query.data ?? []} book={book} onClose={() => show({})} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

/** Who signs in, and as what. */
export function PeoplePage() {
  return usePermitted('people') ? <PeopleShown /> : <Forbidden what="who signs in" />;
}
