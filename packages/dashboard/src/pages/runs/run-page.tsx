import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { count } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { RunCalls } from './run-calls.tsx';
import { RunTree } from './run-tree.tsx';
import { tookText } from './runs-table.tsx';
import styles from './runs-page.module.css';
import { WhyStopped } from './why-stopped.tsx';
import { runQuery, treeQuery, type RunFound } from './runs.ts';

interface RunProps {
  readonly run: RunFound;
}

function Trail({ run: { ancestors } }: RunProps) {
  // The nearest stands first in what the API says; a path is read from the top.
  return (
    <nav className={styles['trail']} aria-label="Where this run belongs">
      <Link to="/runs">Runs</Link>
      {ancestors.toReversed().map((id) => (
        <span key={id}>
          {' / '}
          <EntityLink kind="run" id={id} />
        </span>
      ))}
    </nav>
  );
}

function Headline({ run }: RunProps) {
  const { spent_usd: spent, own_spent_usd: own, reserved_usd: reserved, unpriced_records: unpriced } = run;
  return (
    <Figures>
      <Figure
        name="Cost"
        value={<Money usd={spent} />}
        note={own === spent ? 'all of it its own' : `${money(own)} its own, the rest of its sub-runs`}
      />
      <Figure
        name="Reserved now"
        value={<Money usd={reserved} />}
        note={unpriced === 0 ? 'under way' : `${count(unpriced)} records without a price`}
      />
      <Figure
        name="Took"
        value={tookText(run)}
        note={run.finished_at === null ? 'up to its last call' : 'from start to end'}
      />
    </Figures>
  );
}

function Cap({ run: { limit_usd: limit, spent_usd: spent, reserved_usd: reserved } }: RunProps) {
  if (limit === null) return 'none of its own';
  const limited = { limit_usd: limit, spent_usd: spent, reserved_usd: reserved };
  return (
    <div className={styles['cap']}>
      <LimitBar limited={limited} />
      {limitText(limited)}, its sub-runs included
    </div>
  );
}

function About({ run, timeZone }: RunProps & { readonly timeZone: string }) {
  return (
    <Card title="About it">
      <Facts
        facts={[
          ['Status', <StatusBadge key="status" status={run.status} />],
          ['Agent', <EntityLink key="agent" kind="agent" id={run.agent} />],
          ['Workflow', run.workflow === null ? null : <EntityLink key="workflow" kind="workflow" id={run.workflow} />],
          ['Started', <Time key="start" time={run.created_at} timeZone={timeZone} />],
          ['Ended', run.finished_at === null ? null : <Time key="end" time={run.finished_at} timeZone={timeZone} />],
          ['Last call', <Time key="last" time={run.last_seen_at} timeZone={timeZone} nowMs={Date.now()} />],
          ['Cap', <Cap key="cap" run={run} />],
        ]}
      />
    </Card>
  );
}

function CancelDialog({ run: { id }, onClose }: RunProps & { readonly onClose: () => void }) {
  const client = useQueryClient();
  const { tell } = useToast();
  const { mutateAsync } = useMutation({
    mutationFn: () => call('POST /v1/runs/{id}/finish', { path: { id }, body: { status: 'cancelled' } }),
    onSuccess: () => {
      tell(`${id} is cancelled.`);
      return client.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  return (
    <ConfirmDialog
      title="Cancel this run"
      action="Cancel the run"
      isOpen
      onClose={onClose}
      onConfirm={() => mutateAsync()}
    >
      It takes no more calls and no more sub-runs: they are refused with run_finished. What is under way settles as
      usual, and sub-runs go on until they end or are cancelled themselves. This cannot be undone.
    </ConfirmDialog>
  );
}

function Page({ run }: RunProps) {
  const { open } = useSearch({ from: '/signed-in/runs/$id' });
  const navigate = useNavigate({ from: '/runs/$id' });
  const mayCancel = usePermitted('operate') && run.finished_at === null;
  const { timeZone } = usePeriod();
  const tree = useQuery(treeQuery(run.id));
  const setOpen = (next: 'finish' | undefined): void => void navigate({ search: (now) => ({ ...now, open: next }) });
  return (
    <>
      <Trail run={run} />
      <PageHeader title={run.id}>
        <div className={styles['actions']}>
          <Link to="/explore" search={{ run: run.id }}>
            Its own spend in Explore
          </Link>
          {mayCancel ? (
            <Button kind="danger" onClick={() => setOpen('finish')}>
              Cancel the run
            </Button>
          ) : null}
        </div>
      </PageHeader>
      <div className={styles['page']}>
        <Headline run={run} />
        {run.stopped_by === null ? null : <WhyStopped stop={run.stopped_by} timeZone={timeZone} />}
        <div className={styles['columns']}>
          <About run={run} timeZone={timeZone} />
          <Card title="Sub-runs">
            <Loaded query={tree} height={160}>
              {(found) => <RunTree key={found.id} tree={found} />}
            </Loaded>
          </Card>
        </div>
        <RunCalls run={run} timeZone={timeZone} />
      </div>
      {mayCancel && open === 'finish' ? <CancelDialog run={run} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

/** One run: what it and all below it cost, how that came about, and the way to stop it. */
export function RunPage() {
  const { id } = useParams({ from: '/signed-in/runs/$id' });
  const query = useQuery(runQuery(id));
  return (
    <Loaded query={query} height={600}>
      {(run) => <Page key={run.id} run={run} />}
    </Loaded>
  );
}
