import type { ReactNode } from 'react';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { LimitBar } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { Time } from '../../components/time.tsx';
import { changeShort } from '../../format/change.ts';
import { count, utilisationText } from '../../format/count.ts';
import styles from './agents-page.module.css';
import type { AgentRow, AgentsReport } from './agents.ts';
import { StateBadges } from './state-badges.tsx';

function Name({ row: { id, name, team } }: { readonly row: AgentRow }) {
  const about = [name === id ? null : id, team].filter((one) => one !== null).join(' · ');
  return (
    <span className={styles['name']}>
      <EntityLink kind="agent" id={id}>
        {name}
      </EntityLink>
      {about === '' ? null : <small>{about}</small>}
    </span>
  );
}

function Nearest({ row: { nearest_budget: nearest } }: { readonly row: AgentRow }) {
  if (nearest === null) return null;
  const { name, utilisation } = nearest;
  return (
    <span className={styles['bar']}>
      <LimitBar limited={nearest} />
      <small>
        {utilisationText(utilisation)} of {name}
      </small>
    </span>
  );
}

interface AgentsTableProps {
  readonly report: AgentsReport;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isCompared: boolean;
  readonly timeZone: string;
  readonly empty: ReactNode;
}

function changeColumn(totals: AgentsReport['totals']): Column<AgentRow> {
  return {
    name: 'Change',
    sort: 'change',
    isFigure: true,
    isExtra: true,
    cell: ({ change, cost_usd: usd }) => (change === null && usd === '0' ? '' : changeShort(change)),
    total: totals.change === null ? '' : changeShort(totals.change),
  };
}

/** Agents row by row; the totals are of all that were found. */
export function AgentsTable({ report, sort, onSort, isCompared, timeZone, empty }: AgentsTableProps) {
  const { data, totals } = report;
  const nowMs = Date.now();
  return (
    <DataTable
      caption="Agents"
      rows={data}
      keyOf={({ id }) => id}
      empty={empty}
      sort={sort}
      onSort={onSort}
      columns={[
        { name: 'Agent', sort: 'name', cell: (row) => <Name row={row} /> },
        { name: 'State', cell: (row) => <StateBadges agent={row} /> },
        {
          name: 'Spend',
          sort: 'cost',
          isFigure: true,
          cell: ({ cost_usd: usd }) => <Money usd={usd} />,
          total: <Money usd={totals.cost_usd} />,
        },
        ...(isCompared ? [changeColumn(totals)] : []),
        {
          name: 'Requests',
          sort: 'requests',
          isFigure: true,
          isExtra: true,
          cell: ({ requests }) => count(requests),
          total: count(totals.requests),
        },
        {
          name: 'Usual charge',
          isFigure: true,
          isExtra: true,
          cell: ({ norm_usd: usd }) => (usd === null ? '' : <Money usd={usd} />),
        },
        { name: 'Nearest budget', isExtra: true, cell: (row) => <Nearest row={row} /> },
        {
          name: 'Alerts',
          isFigure: true,
          isExtra: true,
          cell: ({ open_alerts: open }) => (open === 0 ? '' : count(open)),
        },
        {
          name: 'Last seen',
          isFigure: true,
          isExtra: true,
          cell: ({ last_used_at: time }) =>
            time === null ? 'never' : <Time time={time} timeZone={timeZone} nowMs={nowMs} />,
        },
      ]}
    />
  );
}
