import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callApi } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery, type Role } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Loaded } from '../../components/states.tsx';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';
import { useLinkToken } from './link-token.ts';
import { problemOf, useSubmission } from '../../components/use-submission.ts';

interface Invitation {
  readonly org: string;
  /** Null where whoever holds the link may say it. */
  readonly email: string | null;
  readonly role: Role;
}

function AcceptForm({ token, invitation }: { readonly token: string; readonly invitation: Invitation }) {
  const navigate = useNavigate();
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const email = invitation.email === null ? { email: field('email').trim() } : {};
    const body = { token, ...email, name: field('name').trim(), password: field('password') };
    await callApi('POST', '/v1/invitations/accept', body);
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await navigate({ to: '/' });
  });
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <p>
        You are invited to <strong>{invitation.org}</strong> as {invitation.role.replace('_', ' ')}.
      </p>
      {problem === null || problem.field !== null ? null : (
        <p className={styles['wrong']} role="alert">
          {problem.detail}
        </p>
      )}
      {invitation.email === null ? (
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          problem={problemOf(problem, 'email')}
        />
      ) : (
        <Field
          label="Email"
          name="shown-email"
          type="email"
          autoComplete="username"
          value={invitation.email}
          readOnly
        />
      )}
      <Field label="Name" name="name" autoComplete="name" required problem={problemOf(problem, 'name')} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 12 characters; a few words are good."
        problem={problemOf(problem, 'password')}
      />
      <Button kind="main" type="submit" isBusy={isBusy}>
        Come in
      </Button>
    </form>
  );
}

export function InvitationPage() {
  const token = useLinkToken();
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => callApi<Invitation>('POST', '/v1/invitations/look-up', { token: token === '' ? '-' : token }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Entrance title="Join">
      <Loaded query={query} height={320}>
        {(invitation) => <AcceptForm token={token} invitation={invitation} />}
      </Loaded>
    </Entrance>
  );
}
