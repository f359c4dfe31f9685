import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Forbidden, Loaded } from '../../components/states.tsx';
import { connectionsQuery, providerNames, type Connection } from '../connections/connections.ts';
import { BudgetSteps } from './budget-step.tsx';
import { CallStep } from './call-step.tsx';
import { lastCallQuery } from './first-steps.ts';
import styles from './first-steps.module.css';
import { KeyStep } from './key-step.tsx';
import { Step } from './step.tsx';

interface StepsProps {
  readonly connections: readonly Connection[];
}

function ConnectionStep({ connections, chosen }: StepsProps & { readonly chosen: Connection | undefined }) {
  const navigate = useNavigate({ from: '/first-steps' });
  const to: string = '/connections';
  return (
    <Step number={1} title="A connection" isDone={chosen !== undefined}>
      <p>
        It holds the key of a provider, so that agents need none. <code>sim</code> leads to simulated providers.
      </p>
      <div className={styles['row']}>
        {connections.length === 0 ? null : (
          <SelectField
            label="Call through"
            options={connections.map(({ name, provider }) => ({
              value: name,
              name: `${name} (${providerNames[provider]})`,
            }))}
            value={chosen?.name ?? ''}
            onValue={(connection) => void navigate({ search: (kept) => ({ ...kept, connection }) })}
          />
        )}
        <Link to={to} search={{ open: 'new' }}>
          Connect a provider
        </Link>
      </div>
    </Step>
  );
}

function Steps({ connections }: StepsProps) {
  const { connection, agent } = useSearch({ from: '/signed-in/first-steps' });
  const navigate = useNavigate({ from: '/first-steps' });
  const simulated = connections.find(({ provider }) => provider === 'simulator');
  const chosen = connections.find(({ name }) => name === connection) ?? simulated ?? connections[0];
  const { data: used } = useQuery({ ...lastCallQuery(agent ?? ''), enabled: agent !== undefined });
  return (
    <ol className={styles['steps']}>
      <ConnectionStep connections={connections} chosen={chosen} />
      <KeyStep agent={agent} onMade={(made) => void navigate({ search: (kept) => ({ ...kept, agent: made }) })} />
      {chosen === undefined || agent === undefined ? (
        <Step number={3} title="The first call" isDone={false} isAhead />
      ) : (
        <CallStep provider={chosen.provider} connection={chosen.name} agent={agent} />
      )}
      <BudgetSteps key={agent} agent={agent ?? ''} isAhead={agent === undefined || !used} />
    </ol>
  );
}

/** From nothing to a first call, what it cost, and a first call that a budget refuses. */
export function FirstStepsPage() {
  const mayOperate = usePermitted('operate');
  const { query } = useList(connectionsQuery);
  return (
    <>
      <PageHeader title="First steps" />
      {mayOperate ? (
        <Loaded query={query} height={480}>
          {(connections) => <Steps connections={connections} />}
        </Loaded>
      ) : (
        <Forbidden what="how an org is set up" />
      )}
    </>
  );
}
