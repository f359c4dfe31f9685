import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/states.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { AgentAlerts } from './agent-alerts.tsx';
import { AgentBudgets } from './agent-budgets.tsx';
import { AgentKeys } from './agent-keys.tsx';
import { AgentNorm } from './agent-norm.tsx';
import { AgentRuns } from './agent-runs.tsx';
import { AgentSpend } from './agent-spend.tsx';
import styles from './agent-page.module.css';
import { agentQuery, type Agent } from './agents.ts';
import { EditDialog } from './edit-dialog.tsx';
import { AgentFacts } from './agent-facts.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import { RulesDialog } from './rules-dialog.tsx';
import type { AgentSearch } from './search.ts';
import { usePause } from './use-agent-change.ts';

type Open = (open: AgentSearch['open']) => void;

function Actions({ agent, onOpen }: { readonly agent: Agent; readonly onOpen: Open }) {
  const { setPaused, isPending, tellProblem } = usePause(agent.id);
  return (
    <>
      <Button onClick={() => onOpen('edit')}>Rename or move</Button>
      {agent.paused ? (
        <Button kind="main" isBusy={isPending} onClick={() => void setPaused(false).catch(tellProblem)}>
          Resume
        </Button>
      ) : (
        <Button kind="danger" onClick={() => onOpen('pause')}>
          Pause
        </Button>
      )}
    </>
  );
}

function Dialogs({
  agent,
  open,
  onOpen,
}: {
  readonly agent: Agent;
  readonly open: AgentSearch['open'];
  readonly onOpen: Open;
}) {
  const close = (): void => onOpen(undefined);
  if (open === 'pause') return <PauseDialog agent={agent} onClose={close} />;
  if (open === 'edit') return <EditDialog agent={agent} onClose={close} />;
  if (open === 'rules') return <RulesDialog id={agent.id} onClose={close} />;
  return open === 'policy' ? <PolicyDialog agent={agent} onClose={close} /> : null;
}

function Page({ agent }: { readonly agent: Agent }) {
  const { open, runs = 'created' } = useSearch({ from: '/signed-in/agents/$id' });
  const navigate = useNavigate({ from: '/agents/$id' });
  const mayOperate = usePermitted('operate');
  const { query: period, timeZone } = usePeriod();
  const change = (next: AgentSearch): void => void navigate({ search: (now) => ({ ...now, ...next }) });
  const setOpen: Open = (next) => change({ open: next });
  const { id } = agent;
  return (
    <>
      <p className={styles['trail']}>
        <Link to="/agents">Agents</Link>
      </p>
      <PageHeader title={agent.name}>
        <div className={styles['actions']}>
          {mayOperate ? <Actions agent={agent} onOpen={setOpen} /> : null}
          <PeriodPicker />
        </div>
      </PageHeader>
      <div className={styles['page']}>
        <AgentFacts agent={agent} timeZone={timeZone} {...(mayOperate ? { onPolicy: () => setOpen('policy') } : {})} />
        <AgentSpend id={id} period={period} timeZone={timeZone} />
        <div className={styles['columns']}>
          <AgentBudgets id={id} timeZone={timeZone} />
          <AgentNorm id={id} {...(mayOperate ? { onEdit: () => setOpen('rules') } : {})} />
        </div>
        <AgentRuns
          id={id}
          period={period}
          timeZone={timeZone}
          sort={runs}
          onSort={(sort) => change({ runs: sort === 'cost' ? sort : undefined })}
        />
        <div className={styles['columns']}>
          <AgentAlerts id={id} timeZone={timeZone} />
          {mayOperate ? <AgentKeys id={id} timeZone={timeZone} /> : null}
        </div>
      </div>
      {mayOperate ? <Dialogs agent={agent} open={open} onOpen={setOpen} /> : null}
    </>
  );
}

/** One agent: what it spends, what is usual for it, who holds it, and the way to stop it. */
export function AgentPage() {
  const { id } = useParams({ from: '/signed-in/agents/$id' });
  const query = useQuery(agentQuery(id));
  return (
    <Loaded query={query} height={600}>
      {(agent) => <Page key={agent.id} agent={agent} />}
    </Loaded>
  );
}
