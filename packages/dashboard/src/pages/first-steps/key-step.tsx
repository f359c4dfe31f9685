import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { Snippet } from '../../components/snippet.tsx';
import styles from './first-steps.module.css';
import { Step } from './step.tsx';

/** Registers the agent, if nobody did, and makes a key that is bound to it. */
async function makeKey(agent: string): Promise<string> {
  await call('POST /v1/agents', { body: { id: agent } }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
  });
  const { secret } = await call('POST /v1/keys', { body: { name: agent, kind: 'agent', agent } });
  return secret;
}

interface KeyStepProps {
  /** Whose key was made already. */
  readonly agent: string | undefined;
  readonly onMade: (agent: string) => void;
}

export function KeyStep({ agent, onMade }: KeyStepProps) {
  const [typed, setTyped] = useState(agent ?? 'my-agent');
  const making = useMutation({ mutationFn: makeKey, onSuccess: (_secret, made) => onMade(made) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    making.mutate(typed.trim());
  };
  return (
    <Step number={2} title="A key for an agent" isDone={agent !== undefined}>
      <p>Whatever is called with it is charged to the agent. Give each agent of yours its own.</p>
      <form className={styles['row']} onSubmit={submit}>
        <Field
          label="Agent"
          name="agent"
          required
          maxLength={128}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          problem={making.error instanceof ApiError ? making.error.detail : null}
        />
        <Button kind={agent === undefined ? 'main' : 'plain'} type="submit" isBusy={making.isPending}>
          {agent === undefined ? 'Make a key' : 'Make another key'}
        </Button>
      </form>
      {making.data === undefined ? null : (
        <>
          <SecretOnce what="the key" secret={making.data} />
          <p>In the shell or the environment of the agent:</p>
          <Snippet code={`export AGENT_KEY=${making.data}`} what="the key as a variable" />
        </>
      )}
    </Step>
  );
}
