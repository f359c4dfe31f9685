import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { fieldProblems, problemAt } from '../../api/field-problems.ts';
import { otherProblem, useSaving } from '../../components/use-saving.ts';
import { type Channel, channelsKey } from './alerts.ts';
import {
  changedChannelOf,
  type ChannelDraft,
  channelDraftOf,
  type Kind,
  kinds,
  newChannelOf,
  type Security,
  type PartProps,
} from './channel-draft.ts';
import { RouteFields } from './route-fields.tsx';
import styles from './alerts-page.module.css';

const kindNames: Readonly<Record<Kind, string>> = {
  webhook: 'a webhook',
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  email: 'e-mail',
};

type TextMember = 'name' | 'url' | 'routingKey' | 'host' | 'port' | 'user' | 'password' | 'from' | 'to' | 'rate';

interface LineProps extends PartProps {
  readonly member: TextMember;
  /** As the API calls it. */
  readonly field: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly type?: string;
}

function Line({ draft, onChange, problems, member, field, label, placeholder = '', type = 'text' }: LineProps) {
  return (
    <Field
      label={label}
      type={type}
      autoComplete="off"
      placeholder={placeholder}
      value={draft[member]}
      onChange={(event) => onChange({ [member]: event.target.value })}
      {...problemAt(problems, field)}
    />
  );
}

const securities: readonly { readonly value: Security; readonly name: string }[] = [
  { value: 'tls', name: 'TLS' },
  { value: 'starttls', name: 'STARTTLS' },
  { value: 'none', name: 'none' },
];

function MailFields(part: PartProps) {
  const { draft, onChange, isNew } = part;
  return (
    <>
      <div className={styles['pair']}>
        <Line {...part} member="host" field="host" label="Mail server" placeholder="smtp.example.com" />
        <Line {...part} member="port" field="port" label="Port" />
        <SelectField<Security>
          label="Security"
          options={securities}
          value={draft.security}
          onValue={(security) => onChange({ security })}
        />
      </div>
      <div className={styles['pair']}>
        <Line {...part} member="user" field="user" label="User" placeholder="none" />
        <Line
          {...part}
          member="password"
          field="password"
          label="Password"
          type="password"
          placeholder={isNew ? 'none' : 'as it is'}
        />
      </div>
      <Line {...part} member="from" field="from" label="From" placeholder="alerts@example.com" />
      <Line {...part} member="to" field="to" label="To" placeholder="ops@example.com, ada@example.com" />
    </>
  );
}

/** What stays as it is made. */
function NameFields(part: PartProps) {
  const { draft, onChange } = part;
  return (
    <div className={styles['pair']}>
      <Line {...part} member="name" field="name" label="Name" placeholder="ops" />
      <SelectField<Kind>
        label="It is"
        options={kinds.map((value) => ({ value, name: kindNames[value] }))}
        value={draft.kind}
        onValue={(kind) => onChange({ kind })}
      />
    </div>
  );
}

/** Where it leads, by its kind. */
function TargetFields(part: PartProps) {
  const { draft, isNew } = part;
  const kept = isNew ? '' : 'as it is';
  if (draft.kind === 'email') return <MailFields {...part} />;
  if (draft.kind === 'pagerduty')
    return <Line {...part} member="routingKey" field="routing_key" label="Routing key" placeholder={kept} />;
  const label = draft.kind === 'slack' ? 'Address of the incoming webhook' : 'Address';
  return <Line {...part} member="url" field="url" label={label} placeholder={isNew ? 'https://' : kept} />;
}

interface MadeProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

function MadeDialog({ name, secret, onClose }: MadeProps) {
  return (
    <Dialog
      title={`${name} is there`}
      about="The receiver knows by it that a message is ours."
      isOpen
      onClose={onClose}
    >
      <SecretOnce what="the signing secret" secret={secret} />
      <DialogFoot>
        <Button kind="main" onClick={onClose}>
          Done
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

interface ChannelFormProps {
  readonly before: Channel | null;
  readonly onClose: () => void;
}

/** Makes a channel, whose secret is shown this once, or changes one. */
export function ChannelForm({ before, onClose }: ChannelFormProps) {
  const [draft, setDraft] = useState(() => channelDraftOf(before));
  const [secret, setSecret] = useState<string | null>(null);
  const queries = useQueryClient();
  const { tell } = useToast();
  const isNew = before === null;
  const saving = useSaving(async () => {
    if (before === null) {
      const made = await call('POST /v1/channels', { body: newChannelOf(draft) });
      if (made.signing_secret === undefined) onClose();
      else setSecret(made.signing_secret);
    } else {
      await call('PATCH /v1/channels/{channel}', { path: { channel: before.name }, body: changedChannelOf(draft) });
      onClose();
    }
    tell(`${draft.name.trim()} is saved.`);
    await queries.invalidateQueries({ queryKey: channelsKey });
  });
  const onChange = (next: Partial<ChannelDraft>): void => {
    saving.forget();
    setDraft((now) => ({ ...now, ...next }));
  };
  const part: PartProps = { draft, isNew, onChange, problems: fieldProblems(saving.problem) };
  const problem = otherProblem(saving.problem);
  const title = before === null ? 'New channel' : `Edit ${before.name}`;
  if (secret !== null) return <MadeDialog name={draft.name} secret={secret} onClose={onClose} />;
  return (
    <Dialog title={title} isOpen onClose={onClose} isWide>
      <form className={styles['form']} onSubmit={saving.onSubmit} aria-label={title}>
        {isNew ? <NameFields {...part} /> : null}
        <TargetFields {...part} />
        <Line {...part} member="rate" field="rate_limit_per_minute" label="Messages a minute, at most" />
        <RouteFields {...part} />
        {problem === null ? null : (
          <p role="alert" className={styles['wrong']}>
            {problem}
          </p>
        )}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" type="submit" isBusy={saving.isBusy}>
            {isNew ? 'Make the channel' : 'Save'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
