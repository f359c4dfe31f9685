import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { ComboboxField } from '../../components/combobox-field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { valuesQuery } from '../explore/explore.ts';
import { RunsTable } from './runs-table.tsx';
import styles from './runs-page.module.css';
import { runsQuery } from './runs.ts';
import { runStates, type RunsSearch } from './search.ts';

interface ControlsProps {
  readonly search: RunsSearch;
  readonly onChange: (change: RunsSearch) => void;
}

function Controls({ search, onChange }: ControlsProps) {
  const { query: period } = usePeriod();
  const { data: agents = [] } = useQuery(valuesQuery('agent', period));
  const { data: workflows = [] } = useQuery(valuesQuery('workflow', period));
  const named = (names: readonly string[], own: string | undefined): readonly string[] =>
    [...new Set([...(own === undefined ? [] : [own]), ...names])].filter((name) => name !== '');
  return (
    <div className={styles['controls']} role="search">
      <ComboboxField
        label="Agent"
        names={named(agents, search.agent)}
        value={search.agent ?? null}
        onValue={(agent) => onChange({ agent: agent ?? undefined })}
        placeholder="any"
      />
      <ComboboxField
        label="Workflow"
        names={named(workflows, search.workflow)}
        value={search.workflow ?? null}
        onValue={(workflow) => onChange({ workflow: workflow ?? undefined })}
        placeholder="any"
      />
      <SelectField
        label="Status"
        options={[{ value: 'any', name: 'any' } as const, ...runStates.map((value) => ({ value, name: value }))]}
        value={search.status ?? 'any'}
        onValue={(status) => onChange({ status: status === 'any' ? undefined : status })}
      />
      <SelectField
        label="Which"
        options={[
          { value: 'all', name: 'all runs' },
          { value: 'roots', name: 'without sub-runs' },
        ]}
        value={search.only ?? 'all'}
        onValue={(only) => onChange({ only: only === 'roots' ? only : undefined })}
      />
      <SelectField
        label="In order of"
        options={[
          { value: 'created', name: 'time' },
          { value: 'cost', name: 'cost' },
        ]}
        value={search.sort ?? 'created'}
        onValue={(sort) => onChange({ sort: sort === 'cost' ? sort : undefined })}
      />
    </div>
  );
}

/** What agents did, run by run. */
export function RunsPage() {
  const search = useSearch({ from: '/signed-in/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const { query: period, timeZone } = usePeriod();
  const { query, more } = useList(runsQuery(search, period));
  const change = (next: RunsSearch): void => void navigate({ search: (now) => ({ ...now, ...next }) });
  const isNarrowed = Object.keys(search).some((name) => ['agent', 'workflow', 'status'].includes(name));
  return (
    <>
      <PageHeader title="Runs">
        <PeriodPicker />
      </PageHeader>
      <Controls search={search} onChange={change} />
      <Card title={search.sort === 'cost' ? 'The costliest' : 'The latest'}>
        <Loaded query={query} height={400}>
          {(runs) => (
            <RunsTable
              runs={runs}
              timeZone={timeZone}
              sort={search.sort === 'cost' ? '-cost' : '-created'}
              onSort={(sort) => change({ sort: sort.endsWith('cost') ? 'cost' : undefined })}
              more={more}
              empty={
                isNarrowed ? (
                  <EmptyState title="No run of this period is like that." />
                ) : (
                  <EmptyState title="Runs will be here.">
                    A run is made by `POST /v1/runs`, or by the first call that names it.
                  </EmptyState>
                )
              }
            />
          )}
        </Loaded>
      </Card>
    </>
  );
}
