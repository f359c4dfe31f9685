import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Field } from '../../components/field.tsx';
import { Money } from '../../components/money.tsx';
import { agentBudgetQuery, budgetName, refusedQuery, type Refused } from './first-steps.ts';
import styles from './first-steps.module.css';
import { Step } from './step.tsx';

function LimitForm({ agent }: { readonly agent: string }) {
  const client = useQueryClient();
  const [limit, setLimit] = useState('0.0001');
  const making = useMutation({
    mutationFn: () =>
      call('POST /v1/budgets', {
        body: {
          name: budgetName(agent),
          per: 'agent',
          match: { agent },
          window: 'day',
          limit_usd: limit.trim(),
          enforcement: 'hard',
        },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['budgets'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <form className={styles['row']} onSubmit={submit}>
      <Field
        label={`Limit of ${agent}, USD a day`}
        name="limit_usd"
        inputMode="decimal"
        required
        value={limit}
        onChange={(event) => setLimit(event.target.value)}
        problem={making.error instanceof ApiError ? making.error.detail : null}
      />
      <Button kind="main" type="submit" isBusy={making.isPending}>
        Set the budget
      </Button>
    </form>
  );
}

function Stopped({ refused, budget }: { readonly refused: Refused; readonly budget: string }) {
  return (
    <div className={styles['refused']}>
      <p>
        <strong>Refused by </strong>
        <EntityLink kind="budget" id={budget}>
          its budget
        </EntityLink>
        : 402 <code>{refused.code}</code>, {refused.count} {refused.count === 1 ? 'call' : 'calls'},{' '}
        <Money usd={refused.required_usd} /> held off.
      </p>
      <p>No provider was called, and nothing was spent. Give the budget the limit that it shall have.</p>
    </div>
  );
}

/** The last two steps: a limit that is too small on purpose, and the call that it refuses. */
export function BudgetSteps({ agent, isAhead }: { readonly agent: string; readonly isAhead: boolean }) {
  const { data: budget } = useQuery(agentBudgetQuery(agent));
  const { data: refused } = useQuery({ ...refusedQuery(agent), enabled: budget !== undefined && budget !== null });
  return (
    <>
      <Step number={4} title="The first budget" isDone={Boolean(budget)} isAhead={isAhead}>
        <p>A small one first: it is to be seen that it holds. What was spent today counts in it already.</p>
        {budget ? (
          <p>
            <EntityLink kind="budget" id={budget.id}>
              {budget.name}
            </EntityLink>{' '}
            has a limit of <Money usd={budget.limit_usd ?? '0'} />.
          </p>
        ) : (
          <LimitForm agent={agent} />
        )}
      </Step>
      <Step number={5} title="The first refused call" isDone={Boolean(refused)} isAhead={isAhead || !budget}>
        <p>Make the same call again.</p>
        <div aria-live="polite">
          {refused && budget ? (
            <Stopped refused={refused} budget={budget.id} />
          ) : (
            <p className={styles['quiet']}>Waiting for a call of {agent} that does not fit …</p>
          )}
        </div>
      </Step>
    </>
  );
}
