import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { AgentsTable } from './agents-table.tsx';
import styles from './agents-page.module.css';
import { agentsQuery, teamsQuery, type AgentsReport } from './agents.ts';
import type { AgentsSearch } from './search.ts';

interface ControlsProps {
  readonly search: AgentsSearch;
  readonly onChange: (change: AgentsSearch) => void;
}

const anyTeam = '*';

function Controls({ search, onChange }: ControlsProps) {
  const { data: teams = [] } = useQuery(teamsQuery);
  return (
    <div className={styles['controls']} role="search">
      <Field
        label="Search"
        type="search"
        placeholder="A part of the name"
        defaultValue={search.search}
        onChange={(event) => onChange({ search: event.target.value.trim() || undefined })}
      />
      <SelectField
        label="Team"
        options={[
          { value: anyTeam, name: 'any' },
          ...teams.map(({ id, name }) => ({ value: id, name })),
          { value: '', name: 'none' },
        ]}
        value={search.team ?? anyTeam}
        onValue={(team) => onChange({ team: team === anyTeam ? undefined : team })}
      />
      <SelectField
        label="State"
        options={[
          { value: 'any', name: 'any' },
          { value: 'running', name: 'not paused' },
          { value: 'paused', name: 'paused' },
        ]}
        value={search.state ?? 'any'}
        onValue={(state) => onChange({ state: state === 'any' ? undefined : state })}
      />
    </div>
  );
}

function isAsked({ search, team, state }: AgentsSearch): boolean {
  return search !== undefined || team !== undefined || state !== undefined;
}

function Empty({ search }: { readonly search: AgentsSearch }) {
  if (isAsked(search)) return <EmptyState title="No agent is like that." />;
  return (
    <EmptyState title="Every agent that spends will be here.">
      An agent is registered by its first call, or by `POST /v1/agents`.
    </EmptyState>
  );
}

function found({ found: all, data }: AgentsReport): string {
  const agents = all === 1 ? '1 agent' : `${all} agents`;
  return data.length < all ? `${agents}, the first ${data.length} shown` : agents;
}

/** Who spends: what, how that has changed, and who holds them. */
export function AgentsPage() {
  const search = useSearch({ from: '/signed-in/agents' });
  const navigate = useNavigate({ from: '/agents' });
  const { query: period, isCompared, timeZone } = usePeriod();
  const query = useQuery(agentsQuery(search, period));
  const change = (next: AgentsSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: 'search' in next });
  return (
    <>
      <PageHeader title="Agents">
        <PeriodPicker hasComparison />
      </PageHeader>
      <Controls search={search} onChange={change} />
      <Loaded query={query} height={400}>
        {(report) => (
          <Card title={found(report)}>
            <AgentsTable
              report={report}
              sort={search.sort ?? '-cost'}
              onSort={(sort) => change({ sort: sort === '-cost' ? undefined : sort })}
              isCompared={isCompared}
              timeZone={timeZone}
              empty={<Empty search={search} />}
            />
          </Card>
        )}
      </Loaded>
    </>
  );
}
