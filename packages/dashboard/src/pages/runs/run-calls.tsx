import { useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { LineBand } from '../../components/line-band.tsx';
import { Money } from '../../components/money.tsx';
import { RecordMarks } from '../../components/record-marks.tsx';
import { Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { exactTime } from '../../format/time.ts';
import { RecordDialog } from '../explore/record-dialog.tsx';
import { usedText } from '../explore/used-text.ts';
import { callsQuery, type Call, type RunFound } from './runs.ts';
import styles from './runs-page.module.css';

interface RunCallsProps {
  readonly run: RunFound;
  readonly timeZone: string;
}

/** What the run and all below it had spent, call by call, below the cap where there is one. */
function Course({ run, timeZone, calls }: RunCallsProps & { readonly calls: readonly Call[] }) {
  if (calls.length < 2) return null;
  const clock = (time: string): string => exactTime(time, timeZone).replace(/^.*, /, '');
  return (
    <Card title="Spent so far, call by call">
      <LineBand
        title={`What ${run.id} had spent`}
        what="Spent so far"
        points={calls.map(({ time, spent_usd: value }, index) => ({ name: `${index + 1}. ${clock(time)}`, value }))}
        {...(run.limit_usd === null ? {} : { limit: run.limit_usd })}
      />
    </Card>
  );
}

interface ColumnsOptions extends RunCallsProps {
  readonly onOpen: (call: Call) => void;
}

function columnsOf({ run, timeZone, onOpen }: ColumnsOptions): readonly Column<Call>[] {
  return [
    {
      name: 'Time',
      cell: (call) => (
        <Button kind="quiet" className={styles['open'] ?? ''} onClick={() => onOpen(call)}>
          {exactTime(call.time, timeZone)}
        </Button>
      ),
    },
    {
      name: 'Run',
      isExtra: true,
      cell: ({ run: id }) => (id === run.id ? 'this run' : <EntityLink kind="run" id={id} />),
    },
    { name: 'Agent', isExtra: true, cell: ({ agent }) => <EntityLink kind="agent" id={agent} /> },
    { name: 'Used', isExtra: true, cell: usedText },
    { name: '', isExtra: true, cell: (call) => <RecordMarks record={call} /> },
    { name: 'Tokens', isFigure: true, isExtra: true, cell: ({ tokens }) => count(tokens) },
    {
      name: 'Cost',
      isFigure: true,
      cell: ({ cost_usd: usd, estimated }) => (usd === null ? 'unknown' : <Money usd={usd} isEstimated={estimated} />),
    },
    { name: 'Spent so far', isFigure: true, cell: ({ spent_usd: usd }) => <Money usd={usd} /> },
  ];
}

/** The calls of a run and of all below it. */
export function RunCalls({ run, timeZone }: RunCallsProps) {
  const { record } = useSearch({ from: '/signed-in/runs/$id' });
  const navigate = useNavigate({ from: '/runs/$id' });
  const { query, more } = useList(callsQuery(run.id));
  const open = (id: string | undefined): void => void navigate({ search: (now) => ({ ...now, record: id }) });
  return (
    <Loaded query={query} height={300}>
      {(calls) => {
        const shown = calls.find(({ id }) => id === record);
        return (
          <>
            <Course run={run} timeZone={timeZone} calls={calls} />
            <Card title="Calls">
              <DataTable
                caption="Calls of the run and its sub-runs, the oldest first"
                columns={columnsOf({ run, timeZone, onOpen: ({ id }) => open(id) })}
                rows={calls}
                keyOf={({ id }) => id}
                empty="Nothing was charged yet."
                more={more}
              />
            </Card>
            {shown === undefined ? null : (
              <RecordDialog record={shown} timeZone={timeZone} onClose={() => open(undefined)} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}
