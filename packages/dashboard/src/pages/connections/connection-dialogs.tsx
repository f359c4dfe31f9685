import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { AccountFields, formFields, RuleFields, rulesOf } from './connection-form.tsx';
import { type Connection, type ConnectionChange, connectionsQuery, type MadeProvider } from './connections.ts';
import { examplesOf } from './snippets.ts';
import styles from '../settings/forms.module.css';

interface Closing {
  readonly onClose: () => void;
}

interface OfConnection extends Closing {
  readonly connection: Connection;
}

interface FrameProps extends Closing {
  readonly action: string;
  readonly isBusy: boolean;
  readonly problem: ApiError | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly children: ReactNode;
}

function FormFrame({ action, isBusy, problem, onSubmit, onClose, children }: FrameProps) {
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <FormProblem problem={problem} fields={formFields} />
      {children}
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {action}
        </Button>
      </DialogFoot>
    </form>
  );
}

/** Sends, reads the list again, says what was done, and closes. */
function useChange(onClose: () => void) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  return async (send: () => Promise<unknown>, done: string): Promise<void> => {
    await send();
    await queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
    tell(done);
    onClose();
  };
}

export function NewConnectionDialog({ onClose, onMade }: Closing & { readonly onMade: (name: string) => void }) {
  const change = useChange(() => undefined);
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const name = field('name').trim();
    const texts = (['api_key', 'base_url', 'price_provider'] as const).filter((one) => field(one).trim() !== '');
    const body = {
      name,
      provider: field('provider') as MadeProvider,
      ...Object.fromEntries(texts.map((one) => [one, field(one).trim()])),
      ...rulesOf(field),
    };
    await change(() => call('POST /v1/connections', { body }), `${name} is connected.`);
    onMade(name);
  });
  return (
    <Dialog title="New connection" about="An account at a provider that agents spend through." isOpen onClose={onClose}>
      <FormFrame action="Connect" {...{ isBusy, problem, onSubmit, onClose }}>
        <AccountFields problem={problem} />
        <details className={styles['more']}>
          <summary>Timeouts and policy</summary>
          <div className={styles['form']}>
            <RuleFields problem={problem} connection={null} />
          </div>
        </details>
      </FormFrame>
    </Dialog>
  );
}

export function EditConnectionDialog({ connection, onClose }: OfConnection) {
  const { name, base_url: url, provider, price_provider: priced } = connection;
  const change = useChange(onClose);
  const isCompatible = provider === 'openai-compatible';
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const base = field('base_url').trim();
    const key = field('api_key').trim();
    const pricedAs = field('price_provider').trim();
    const body: ConnectionChange = {
      ...rulesOf(field),
      ...(base === url ? {} : { base_url: base }),
      ...(key === '' ? {} : { api_key: key }),
      ...(isCompatible && pricedAs !== priced ? { price_provider: pricedAs } : {}),
    };
    await change(() => call('PATCH /v1/connections/{name}', { path: { name }, body }), `${name} is changed.`);
  });
  return (
    <Dialog
      title={`Edit ${name}`}
      about="Calls that begin afterwards follow it, on every node within two seconds."
      isOpen
      onClose={onClose}
    >
      <FormFrame action="Save" {...{ isBusy, problem, onSubmit, onClose }}>
        <Field
          label="Base URL"
          name="base_url"
          type="url"
          required
          defaultValue={url}
          problem={problemOf(problem, 'base_url')}
        />
        <Field
          label="Key, where the base URL is another host"
          name="api_key"
          type="password"
          autoComplete="off"
          hint="The stored key is not sent to another host."
          problem={problemOf(problem, 'api_key')}
        />
        {isCompatible ? (
          <Field
            label="Priced as"
            name="price_provider"
            required
            defaultValue={priced ?? ''}
            problem={problemOf(problem, 'price_provider')}
          />
        ) : null}
        <RuleFields problem={problem} connection={connection} />
      </FormFrame>
    </Dialog>
  );
}

export function RotateKeyDialog({ connection, onClose }: OfConnection) {
  const { name, api_key_hint: hint } = connection;
  const change = useChange(onClose);
  const { isBusy, problem, onSubmit } = useSubmission((field) => {
    const body = { api_key: field('api_key').trim() };
    return change(() => call('PATCH /v1/connections/{name}', { path: { name }, body }), `${name} has a new key.`);
  });
  return (
    <Dialog
      title={`Another key for ${name}`}
      about={
        hint === null
          ? 'Calls that begin afterwards use it, on every node within two seconds.'
          : `It takes the place of the key that ends in ${hint}. Calls that begin afterwards use it, on every node within two seconds; then end the old one at the provider.`
      }
      isOpen
      onClose={onClose}
    >
      <FormFrame action="Replace the key" {...{ isBusy, problem, onSubmit, onClose }}>
        <Field
          label="New key of the provider"
          name="api_key"
          type="password"
          required
          autoComplete="off"
          problem={problemOf(problem, 'api_key')}
        />
      </FormFrame>
    </Dialog>
  );
}

export function RemoveConnectionDialog({ connection, onClose }: OfConnection) {
  const { name } = connection;
  const change = useChange(() => undefined);
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      action="Delete the connection"
      isOpen
      onClose={onClose}
      onConfirm={() => change(() => call('DELETE /v1/connections/{name}', { path: { name } }), `${name} is deleted.`)}
    >
      Calls through /gateway/{name} are not found from then on, on every node within two seconds; those under way are
      still settled. Its key is forgotten. What was spent through it stays on record, and budgets that name it keep
      counting what is there.
    </ConfirmDialog>
  );
}

export function UseConnectionDialog({ connection, onClose }: OfConnection) {
  return (
    <Dialog
      title={`Call through ${connection.name}`}
      about="One address and one key change; the agent's code stays as it is. The key is one of Cofferdam's, not the provider's."
      isWide
      isOpen
      onClose={onClose}
    >
      {examplesOf(connection, location.origin).map(({ name, code }) => (
        <section key={name}>
          <h3>{name}</h3>
          <Snippet code={code} what={`the example for ${name}`} />
        </section>
      ))}
      <DialogFoot>
        <Button kind="main" onClick={onClose}>
          Done
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
