import { useNavigate } from '@tanstack/react-router';
import { callApi } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';
import { useLinkToken } from './link-token.ts';
import { problemOf, useSubmission } from '../../components/use-submission.ts';

export function PasswordResetPage() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    await callApi('POST', '/v1/password-resets/accept', {
      token: token === '' ? '-' : token,
      password: field('password'),
    });
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await navigate({ to: '/' });
  });
  return (
    <Entrance title="Set a new password">
      <form className={styles['form']} onSubmit={onSubmit}>
        {problem === null || problem.field !== null ? null : (
          <p className={styles['wrong']} role="alert">
            {problem.detail}
          </p>
        )}
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          hint="At least 12 characters; you are signed out everywhere else."
          problem={problemOf(problem, 'password')}
        />
        <Button kind="main" type="submit" isBusy={isBusy}>
          Set it
        </Button>
      </form>
    </Entrance>
  );
}
