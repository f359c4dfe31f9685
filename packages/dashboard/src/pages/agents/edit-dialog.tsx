import { useQuery } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import styles from './agent-page.module.css';
import { teamsQuery, type Agent } from './agents.ts';
import { useAgentChange } from './use-agent-change.ts';

const fields = ['name', 'team'];

/** Another name, another team. */
export function EditDialog({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const { data: teams = [] } = useQuery(teamsQuery);
  const { mutateAsync: change } = useAgentChange(agent.id);
  const { tell } = useToast();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const team = field('team').trim();
    await change({ name: field('name').trim(), team: team === '' ? null : team });
    tell(`${agent.id} is changed.`);
    onClose();
  });
  return (
    <Dialog
      title={`Rename or move ${agent.id}`}
      about="Its id stays: that is what its calls say. What it spent stays with the team that it had then."
      isOpen
      onClose={onClose}
    >
      <form className={styles['form']} onSubmit={onSubmit}>
        <FormProblem problem={problem} fields={fields} />
        <Field
          label="Name"
          name="name"
          required
          maxLength={200}
          defaultValue={agent.name}
          problem={problemOf(problem, 'name')}
        />
        <Field
          label="Team"
          name="team"
          list="teams"
          defaultValue={agent.team ?? ''}
          hint="Empty for none. A team that is not there yet is made."
          problem={problemOf(problem, 'team')}
        />
        <datalist id="teams">
          {teams.map(({ id }) => (
            <option key={id} value={id} />
          ))}
        </datalist>
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
