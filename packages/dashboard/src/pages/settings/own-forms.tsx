import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { type Session, sessionQuery } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import styles from './forms.module.css';
import { sessionsQuery } from './settings.ts';

/** One's own name; the email is what one signs in with, and stays. */
export function OwnName({ person }: { readonly person: NonNullable<Session['person']> }) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    await call('PATCH /v1/session', { body: { name: field('name').trim() } });
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    tell('Your name is changed.');
  });
  return (
    <Card title="You">
      <form className={styles['form']} onSubmit={onSubmit}>
        <FormProblem problem={problem} fields={['name']} />
        <Field
          label="Name"
          name="name"
          required
          autoComplete="name"
          defaultValue={person.name}
          problem={problemOf(problem, 'name')}
        />
        <p>
          You sign in as {person.email} and are {person.role.replace('_', ' ')} of the org.
        </p>
        <div>
          <Button type="submit" isBusy={isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  );
}

function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const body = { current_password: field('current_password'), new_password: field('new_password') };
    await call('POST /v1/session/password', { body });
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    tell('Your password is changed; you are signed out everywhere else.');
    onDone();
  });
  const isWrong = problem?.code === 'sign_in_failed';
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      {isWrong ? null : <FormProblem problem={problem} fields={['new_password']} />}
      <Field
        label="Current password"
        name="current_password"
        type="password"
        required
        autoComplete="current-password"
        problem={isWrong ? problem.detail : null}
      />
      <Field
        label="New password"
        name="new_password"
        type="password"
        required
        autoComplete="new-password"
        hint="At least 12 characters; a few words are good."
        problem={problemOf(problem, 'new_password')}
      />
      <div>
        <Button type="submit" isBusy={isBusy}>
          Change the password
        </Button>
      </div>
    </form>
  );
}

/** What is typed is gone once it is sent. */
export function OwnPassword() {
  const [times, setTimes] = useState(0);
  return (
    <Card title="Password">
      <PasswordForm key={times} onDone={() => setTimes(times + 1)} />
    </Card>
  );
}
