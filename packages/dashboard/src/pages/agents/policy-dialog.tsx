import type { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import styles from './agent-page.module.css';
import type { Agent } from './agents.ts';
import { useAgentChange } from './use-agent-change.ts';

const most = 'policy.max_output_tokens';
const least = 'policy.min_output_tokens';

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function TokenFields({ policy, problem }: { readonly policy: Agent['policy']; readonly problem: ApiError | null }) {
  return (
    <div className={styles['pair']}>
      <Field
        label="Output tokens at most"
        name={most}
        type="number"
        min={1}
        defaultValue={policy?.max_output_tokens ?? ''}
        problem={problemOf(problem, most)}
      />
      <Field
        label="Output tokens at least"
        name={least}
        type="number"
        min={1}
        defaultValue={policy?.min_output_tokens ?? ''}
        problem={problemOf(problem, least)}
      />
    </div>
  );
}

/** What the gateway lets it ask of a model; what is left empty is as the connection says. */
export function PolicyDialog({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const { mutateAsync: change } = useAgentChange(agent.id);
  const { tell } = useToast();
  const { policy } = agent;
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const mode = field('mode');
    const next = {
      mode: mode === 'strict' || mode === 'fit' ? mode : null,
      max_output_tokens: numberOf(field(most)),
      min_output_tokens: numberOf(field(least)),
    } as const;
    const isEmpty = Object.values(next).every((value) => value === null);
    await change({ policy: isEmpty ? null : next });
    tell(`The gateway's policy for ${agent.id} is changed.`);
    onClose();
  });
  return (
    <Dialog
      title={`${agent.id} at the gateway`}
      about="What is left empty is as the connection says."
      isOpen
      onClose={onClose}
    >
      <form className={styles['form']} onSubmit={onSubmit}>
        <FormProblem problem={problem} fields={[most, least, 'policy.mode']} />
        <SelectField
          label="Where a budget leaves less than the call asks for"
          name="mode"
          defaultValue={policy?.mode ?? ''}
          options={[
            { value: '', name: 'as the connection says' },
            { value: 'strict', name: 'refuse the call' },
            { value: 'fit', name: 'cut its output to what is left' },
          ]}
          problem={problemOf(problem, 'policy.mode')}
        />
        <TokenFields policy={policy} problem={problem} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            Save
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
