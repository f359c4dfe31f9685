import { Link } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { Card } from '../../components/card.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Money } from '../../components/money.tsx';
import { RecordMarks } from '../../components/record-marks.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/count.ts';
import { exportOf, recordsQuery, type UsageRecord } from './explore.ts';
import { RecordDialog } from './record-dialog.tsx';
import { RowLabel } from './row-label.tsx';
import { changed } from './search.ts';
import { usedText } from './used-text.ts';
import { useExplore } from './use-explore.ts';

function columnsIn(timeZone: string): readonly Column<UsageRecord>[] {
  return [
    {
      name: 'Time',
      cell: (record) => (
        <Link to="/explore" search={changed({ record: record.id })} title="All that is known of it">
          <Time time={record.time} timeZone={timeZone} />
        </Link>
      ),
    },
    { name: 'Agent', cell: ({ agent }) => <RowLabel dimension="agent" value={agent} /> },
    { name: 'Used', isExtra: true, cell: usedText },
    { name: 'Run', isExtra: true, cell: ({ run }) => <EntityLink kind="run" id={run} /> },
    { name: '', isExtra: true, cell: (record) => <RecordMarks record={record} /> },
    { name: 'Tokens', isFigure: true, isExtra: true, cell: ({ tokens }) => count(tokens) },
    {
      name: 'Cost',
      isFigure: true,
      cell: ({ cost_usd: usd, estimated }) => (usd === null ? 'unknown' : <Money usd={usd} isEstimated={estimated} />),
    },
  ];
}

/** The usage records behind the figures, newest first, with the same period and filters. */
export function RecordsView() {
  const { search, period, filters, timeZone, change } = useExplore();
  const { query, more } = useList(recordsQuery({ period, filters }));
  return (
    <Card
      title="Usage records"
      actions={
        <a href={exportOf({ period, filters })} download>
          All of them as CSV
        </a>
      }
    >
      <Loaded query={query} height={400}>
        {(records) => {
          const open = records.find(({ id }) => id === search.record);
          return (
            <>
              <DataTable
                caption="Usage records, the newest first"
                columns={columnsIn(timeZone)}
                rows={records}
                keyOf={({ id }) => id}
                empty="Nothing was used in this period, or nothing that the filters let through."
                more={more}
              />
              {open === undefined ? null : (
                <RecordDialog record={open} timeZone={timeZone} onClose={() => change({ record: undefined })} />
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
