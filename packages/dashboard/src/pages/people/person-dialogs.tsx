import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf, useSubmission } from '../../components/use-submission.ts';
import { invitationsQuery, peopleQuery, type Person, type Role, type RoleBook, roleName } from './people.ts';
import styles from '../settings/forms.module.css';

interface Closing {
  readonly onClose: () => void;
}

interface OfPerson extends Closing {
  readonly person: Person;
}

interface RoleFieldProps {
  readonly book: RoleBook;
  readonly value: Role;
  readonly onValue: (role: Role) => void;
}

/** A role, with what it means. */
function RoleField({ book, value, onValue }: RoleFieldProps) {
  const meaning = book.data.find(({ role }) => role === value)?.meaning;
  return (
    <SelectField
      label="Role"
      options={book.data.map(({ role }) => ({ value: role, name: roleName(role) }))}
      value={value}
      onValue={onValue}
      hint={meaning === undefined ? undefined : `${meaning}.`}
    />
  );
}

/** A link that is passed on by hand, shown this once. */
function LinkOnce({ url, about, onClose }: Closing & { readonly url: string; readonly about: string }) {
  return (
    <>
      <SecretOnce what="the link" secret={url} />
      <p>{about}</p>
      <DialogFoot>
        <Button kind="main" onClick={onClose}>
          Done
        </Button>
      </DialogFoot>
    </>
  );
}

function InviteForm({
  book,
  onClose,
  onMade,
}: Closing & { readonly book: RoleBook; readonly onMade: (url: string) => void }) {
  const queryClient = useQueryClient();
  const [role, setRole] = useState<Role>('viewer');
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    const { url } = await call('POST /v1/invitations', { body: { email: field('email').trim(), role } });
    onMade(url);
    void queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  });
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <FormProblem problem={problem} fields={['email']} />
      <Field
        label="Email"
        name="email"
        type="email"
        required
        autoComplete="off"
        problem={problemOf(problem, 'email')}
      />
      <RoleField book={book} value={role} onValue={setRole} />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          Make the link
        </Button>
      </DialogFoot>
    </form>
  );
}

export function InviteDialog({ book, onClose }: Closing & { readonly book: RoleBook }) {
  const [url, setUrl] = useState<string | null>(null);
  return (
    <Dialog title={url === null ? 'Invite somebody' : 'The invitation is made'} isOpen onClose={onClose}>
      {url === null ? (
        <InviteForm book={book} onClose={onClose} onMade={setUrl} />
      ) : (
        <LinkOnce
          url={url}
          onClose={onClose}
          about="Pass it on: Cofferdam sends no mail. It works once, for seven days; inviting the same email again ends it."
        />
      )}
    </Dialog>
  );
}

export function RoleDialog({ person, book, onClose }: OfPerson & { readonly book: RoleBook }) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  const [role, setRole] = useState<Role>(person.role);
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    await call('PATCH /v1/people/{id}', { path: { id: person.id }, body: { role } });
    await queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey });
    tell(`${person.name} is now ${roleName(role)}.`);
    onClose();
  });
  return (
    <Dialog title={`The role of ${person.name}`} about="It holds from their next request on." isOpen onClose={onClose}>
      <form className={styles['form']} onSubmit={onSubmit}>
        <FormProblem problem={problem} fields={[]} />
        <RoleField book={book} value={role} onValue={setRole} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" type="submit" isBusy={isBusy} disabled={role === person.role}>
            Change the role
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

export function ResetDialog({ person, onClose }: OfPerson) {
  const [url, setUrl] = useState<string | null>(null);
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    const made = await call('POST /v1/people/{id}/password-reset', { path: { id: person.id }, body: {} });
    setUrl(made.url);
  });
  return (
    <Dialog
      title={`A new password for ${person.name}`}
      about={
        url === null
          ? 'A link by which they set one, for a day. Until they use it nothing changes; then they are signed out everywhere else.'
          : undefined
      }
      isOpen
      onClose={onClose}
    >
      {url === null ? (
        <form className={styles['form']} onSubmit={onSubmit}>
          <FormProblem problem={problem} fields={[]} />
          <DialogFoot>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="main" type="submit" isBusy={isBusy}>
              Make the link
            </Button>
          </DialogFoot>
        </form>
      ) : (
        <LinkOnce
          url={url}
          onClose={onClose}
          about="Pass it on to them, and to nobody else: whoever opens it sets the password."
        />
      )}
    </Dialog>
  );
}

export function RemoveDialog({ person, onClose }: OfPerson) {
  const queryClient = useQueryClient();
  const { tell } = useToast();
  const remove = async (): Promise<void> => {
    await call('DELETE /v1/people/{id}', { path: { id: person.id } });
    await queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey });
    tell(`${person.name} is removed.`);
  };
  return (
    <ConfirmDialog title={`Remove ${person.name}?`} action="Remove them" isOpen onClose={onClose} onConfirm={remove}>
      {person.email} is signed out everywhere within two seconds and cannot sign in again; invitations that they made
      end. What they did stays in the audit log. Keys that they made go on: revoke those on their own.
    </ConfirmDialog>
  );
}
