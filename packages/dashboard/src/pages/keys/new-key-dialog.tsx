import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/client.ts';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { agentNamesQuery, type KeyKind, keysQuery, kindWords } from './keys.ts';
import styles from '../settings/forms.module.css';

const pinnable = ['workflow', 'connection', 'user', 'team'] as const;

function given(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** The labels that the key's holder cannot choose; those that are left empty are free. */
function pinsOf(field: (name: string) => string): Readonly<Record<string, string>> {
  const pins = pinnable.map((label) => [label, given(field(`pins.${label}`))] as const);
  return Object.fromEntries(pins.filter((pin): pin is [(typeof pinnable)[number], string] => pin[1] !== undefined));
}

interface PartProps {
  readonly problem: ApiError | null;
}

function AgentField({ agent, problem }: PartProps & { readonly agent: string | undefined }) {
  const { data: agents = [] } = useQuery(agentNamesQuery);
  return (
    <>
      <Field
        label="Agent"
        name="agent"
        required
        list="known-agents"
        defaultValue={agent}
        autoComplete="off"
        hint="Everything that the key spends is charged to it."
        problem={problemOf(problem, 'agent')}
      />
      <datalist id="known-agents">
        {agents.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function PinFields({ problem }: PartProps) {
  return (
    <details className={styles['more']}>
      <summary>Pin labels</summary>
      <p>Whoever holds the key cannot set a pinned label to anything else.</p>
      <div className={styles['pair']}>
        {pinnable.map((label) => (
          <Field
            key={label}
            label={label}
            name={`pins.${label}`}
            autoComplete="off"
            problem={problemOf(problem, `pins.${label}`)}
          />
        ))}
      </div>
    </details>
  );
}

interface FormProps {
  readonly agent: string | undefined;
  readonly onMade: (secret: string) => void;
  readonly onClose: () => void;
}

function NewKeyForm({ agent, onMade, onClose }: FormProps) {
  const queryClient = useQueryClient();
  const mayAdminister = usePermitted('administer');
  const [kind, setKind] = useState<KeyKind>('agent');
  const kinds = mayAdminister ? (['agent', 'service', 'admin'] as const) : (['agent', 'service'] as const);
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const of = kind === 'agent' ? { agent: field('agent').trim() } : {};
    const body = { name: field('name').trim(), kind, ...of, pins: pinsOf(field) };
    const { secret } = await call('POST /v1/keys', { body });
    onMade(secret);
    void queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
  });
  const fields = ['name', 'kind', 'agent', ...pinnable.map((label) => `pins.${label}`)];
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <FormProblem problem={problem} fields={fields} />
      <Field
        label="Name"
        name="name"
        required
        maxLength={200}
        placeholder="support-bot in production"
        problem={problemOf(problem, 'name')}
      />
      <SelectField
        label="Kind"
        options={kinds.map((value) => ({ value, name: value }))}
        value={kind}
        onValue={setKind}
        hint={`It ${kindWords[kind]}.`}
        problem={problemOf(problem, 'kind')}
      />
      {kind === 'agent' ? <AgentField agent={agent} problem={problem} /> : null}
      <PinFields problem={problem} />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          Make the key
        </Button>
      </DialogFoot>
    </form>
  );
}

interface NewKeyDialogProps {
  readonly isOpen: boolean;
  readonly agent?: string;
  readonly onClose: () => void;
}

/** Makes a key, and shows its secret this once. */
export function NewKeyDialog({ isOpen, agent, onClose }: NewKeyDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = (): void => {
    setSecret(null);
    onClose();
  };
  return (
    <Dialog title={secret === null ? 'New key' : 'The key is made'} isOpen={isOpen} onClose={close}>
      {secret === null ? (
        <NewKeyForm agent={agent} onMade={setSecret} onClose={close} />
      ) : (
        <>
          <SecretOnce what="the key" secret={secret} />
          <p>Give it to the agent as AGENT_KEY. Here only its first characters stay visible.</p>
          <DialogFoot>
            <Button kind="main" onClick={close}>
              Done
            </Button>
          </DialogFoot>
        </>
      )}
    </Dialog>
  );
}
