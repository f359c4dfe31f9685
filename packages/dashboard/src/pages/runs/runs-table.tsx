import type { ReactNode } from 'react';
import { Chip, StatusBadge } from '../../components/chip.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Money } from '../../components/money.tsx';
import { Time } from '../../components/time.tsx';
import { count, percent } from '../../format/count.ts';
import { shareOf } from '../../format/share.ts';
import { duration } from '../../format/time.ts';
import type { Run } from './runs.ts';
import styles from './runs-page.module.css';

/** From its start to its end, or to its last call so far. */
export function tookText({ created_at: start, finished_at: end, last_seen_at: seen }: RunTimes): string {
  const tookMs = Date.parse(end ?? seen) - Date.parse(start);
  // What is only reported has one moment.
  return tookMs === 0 ? '–' : duration(tookMs);
}

/** A run that is refused is under way as far as it says itself: what stopped it stands beside. */
function State({ run: { status, stopped_by: stop } }: { readonly run: Run }) {
  if (stop === null || status === 'cancelled') return <StatusBadge status={status} />;
  return (
    <span title={stop.detail}>
      <StatusBadge status={status} /> <Chip tone="stop">stopped</Chip>
    </span>
  );
}

interface RunTimes {
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly last_seen_at: string;
}

function Cap({ run: { limit_usd: limit, spent_usd: spent } }: { readonly run: Run }) {
  if (limit === null) return null;
  return (
    <>
      <Money usd={limit} /> <small className={styles['quiet']}>{percent(shareOf(spent, limit))}</small>
    </>
  );
}

function columnsIn(timeZone: string, hasAgent: boolean): readonly Column<Run>[] {
  const nowMs = Date.now();
  const who: readonly Column<Run>[] = [
    { name: 'Agent', isExtra: true, cell: ({ agent }) => <EntityLink kind="agent" id={agent} /> },
  ];
  return [
    { name: 'Run', cell: ({ id }) => <EntityLink kind="run" id={id} /> },
    { name: 'Status', cell: (run) => <State run={run} /> },
    ...(hasAgent ? who : []),
    { name: 'Workflow', isExtra: true, cell: ({ workflow }) => workflow },
    {
      name: 'Cost',
      sort: 'cost',
      isFigure: true,
      cell: ({ spent_usd: usd }) => <Money usd={usd} />,
    },
    {
      name: 'Sub-runs',
      isFigure: true,
      isExtra: true,
      cell: ({ descendants }) => (descendants === 0 ? '' : count(descendants)),
    },
    { name: 'Cap', isFigure: true, isExtra: true, cell: (run) => <Cap run={run} /> },
    {
      name: 'Started',
      sort: 'created',
      isFigure: true,
      isExtra: true,
      cell: ({ created_at: time }) => <Time time={time} timeZone={timeZone} nowMs={nowMs} />,
    },
    { name: 'Took', isFigure: true, isExtra: true, cell: tookText },
  ];
}

interface RunsTableProps {
  readonly runs: readonly Run[];
  readonly timeZone: string;
  readonly hasAgent?: boolean;
  readonly empty: ReactNode;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly more?: { readonly hasMore: boolean; readonly isBusy: boolean; readonly onMore: () => void };
}

/** Runs row by row, each with what its whole tree spent. */
export function RunsTable({ runs, timeZone, hasAgent = true, ...table }: RunsTableProps) {
  const columns = columnsIn(timeZone, hasAgent);
  return <DataTable caption="Runs" columns={columns} rows={runs} keyOf={({ id }) => id} {...table} />;
}
