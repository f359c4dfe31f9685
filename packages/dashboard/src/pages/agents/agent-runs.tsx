import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PeriodQuery } from '../../app/period.ts';
import { Card } from '../../components/card.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loaded } from '../../components/states.tsx';
import { RunsTable } from '../runs/runs-table.tsx';
import { runsQuery } from './agents.ts';
import styles from './agent-page.module.css';

interface AgentRunsProps {
  readonly id: string;
  readonly period: PeriodQuery;
  readonly timeZone: string;
  readonly sort: 'created' | 'cost';
  readonly onSort: (sort: 'created' | 'cost') => void;
}

/** Its latest runs, or those that cost most. */
export function AgentRuns({ id, period, timeZone, sort, onSort }: AgentRunsProps) {
  const query = useQuery(runsQuery(id, sort, period));
  return (
    <Card
      title="Runs"
      actions={
        <span className={styles['actions']}>
          <SelectField
            label="Which runs"
            isLabelHidden
            options={[
              { value: 'created', name: 'The latest' },
              { value: 'cost', name: 'The costliest' },
            ]}
            value={sort}
            onValue={onSort}
          />
          <Link to="/runs" search={{ agent: id }}>
            All its runs
          </Link>
        </span>
      }
    >
      <Loaded query={query} height={200}>
        {({ data }) => (
          <RunsTable runs={data} timeZone={timeZone} hasAgent={false} empty="It made no run in this period." />
        )}
      </Loaded>
    </Card>
  );
}
