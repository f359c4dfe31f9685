import { useNavigate, useSearch } from '@tanstack/react-router';
import { callApi } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';
import { useSubmission } from '../../components/use-submission.ts';

export function SignInPage() {
  const navigate = useNavigate();
  const { next = '/' } = useSearch({ from: '/sign-in' });
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    await callApi('POST', '/v1/session', { email: field('email').trim(), password: field('password') });
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await navigate({ href: next });
  });
  return (
    <Entrance title="Sign in">
      <form className={styles['form']} onSubmit={onSubmit}>
        {problem === null ? null : (
          <p className={styles['wrong']} role="alert">
            {problem.code === 'sign_in_failed' ? 'The email or the password is wrong.' : problem.detail}
          </p>
        )}
        <Field label="Email" name="email" type="email" autoComplete="username" required autoFocus />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Button kind="main" type="submit" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <p>Forgotten the password? An owner of your org can send you a link.</p>
    </Entrance>
  );
}
