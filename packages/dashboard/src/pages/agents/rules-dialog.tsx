import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '../../api/client.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loaded } from '../../components/states.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import styles from './agent-page.module.css';
import { rulesQuery, type Rules } from './agents.ts';
import { useAgentsAnew } from './use-agent-change.ts';

const figures = [
  ['factor', 'Out of character from so many times the norm', 2, 1_000],
  ['min_charges', 'Charges that make a norm', 10, 1_000],
  ['min_runs', 'Runs that make a norm', 3, 100],
  ['loop_requests', 'Identical requests that are a loop', 3, 1_000],
  ['loop_window_seconds', 'within so many seconds', 10, 3_600],
] as const;

const switches = [
  ['enabled', 'Watched', 'yes', 'no'],
  ['pause', 'What is out of character', 'pauses the agent', 'raises an alert'],
] as const;

const fields: readonly string[] = [...[...figures, ...switches].map(([name]) => name), 'min_amount_usd'];

type Own = Record<string, boolean | number | string>;

/** What was filled in; what is empty is as the org says. */
function ownOf(field: (name: string) => string): Own {
  const own: Own = {};
  for (const [name] of figures) if (field(name) !== '') own[name] = Number(field(name));
  for (const [name] of switches) if (field(name) !== '') own[name] = field(name) === 'true';
  if (field('min_amount_usd').trim() !== '') own['min_amount_usd'] = field('min_amount_usd').trim();
  return own;
}

interface FormProps {
  readonly id: string;
  readonly known: Rules;
  readonly onClose: () => void;
}

function RuleFields({
  known: { own, rules },
  problem,
}: Pick<FormProps, 'known'> & { readonly problem: ApiError | null }) {
  return (
    <div className={styles['pair']}>
      {switches.map(([name, label, yes, no]) => (
        <SelectField
          key={name}
          label={label}
          name={name}
          defaultValue={own[name] === undefined ? '' : String(own[name])}
          options={[
            { value: '', name: `as the org: ${rules[name] ? yes : no}` },
            { value: 'true', name: yes },
            { value: 'false', name: no },
          ]}
          problem={problemOf(problem, name)}
        />
      ))}
      {figures.map(([name, label, min, max]) => (
        <Field
          key={name}
          label={label}
          name={name}
          type="number"
          min={min}
          max={max}
          defaultValue={own[name] ?? ''}
          placeholder={String(rules[name])}
          problem={problemOf(problem, name)}
        />
      ))}
      <Field
        label="Told of from so many USD on"
        name="min_amount_usd"
        inputMode="decimal"
        defaultValue={own.min_amount_usd ?? ''}
        placeholder={rules.min_amount_usd}
        problem={problemOf(problem, 'min_amount_usd')}
      />
    </div>
  );
}

function RulesForm({ id, known, onClose }: FormProps) {
  const anew = useAgentsAnew();
  const { tell } = useToast();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const body = ownOf(field);
    const path = { id };
    if (Object.keys(body).length === 0) await call('DELETE /v1/agents/{id}/anomaly-rules', { path });
    else await call('PUT /v1/agents/{id}/anomaly-rules', { path, body });
    tell(`The rules of ${id} are changed.`);
    await anew();
    onClose();
  });
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <FormProblem problem={problem} fields={fields} />
      <RuleFields known={known} problem={problem} />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          Save
        </Button>
      </DialogFoot>
    </form>
  );
}

/** In what an agent differs from the org; a field that is left empty is as the org says. */
export function RulesDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useQuery(rulesQuery(id));
  return (
    <Dialog title={`Rules of ${id}`} about="What is left empty is as the org says." isOpen onClose={onClose} isWide>
      <Loaded query={query} height={260}>
        {(known) => <RulesForm id={id} known={known} onClose={onClose} />}
      </Loaded>
    </Dialog>
  );
}
