import type { ReactNode } from 'react';
import type { ApiError } from '../../api/client.ts';
import { useList } from '../../api/list.ts';
import { ownZone } from '../../app/period.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FieldPair, Form, type FormValues } from '../../components/form.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { money } from '../../format/money.ts';
import { creditChanged, type Credits, openLotsQuery } from './credits.ts';
import { type MoveField, type MoveKind, moveKinds } from './move-kinds.ts';
import type { Act } from './search.ts';

interface PartProps {
  readonly kind: MoveKind;
  readonly problem: ApiError | null;
  readonly lot: string | undefined;
}

function Purchase({ problem, lot }: PartProps) {
  const { query } = useList(openLotsQuery);
  const purchases = query.data?.filter(({ source }) => source === 'purchase') ?? [];
  return (
    <SelectField
      // The one that was asked for is chosen when the list has come.
      key={purchases.length}
      label="Purchase"
      name="lot"
      defaultValue={lot ?? purchases[0]?.id ?? ''}
      options={purchases.map(({ id, reference, remaining_usd: left }) => ({
        value: id,
        name: `${reference ?? id.slice(0, 8)}, ${money(left)} left`,
      }))}
      problem={problemOf(problem, 'lot')}
    />
  );
}

type Part = (props: PartProps) => ReactNode;

function text(name: MoveField, label: string, hint?: string): Part {
  return ({ kind, problem }) => {
    const isOptional = kind.optional.includes(name);
    return (
      <Field
        label={isOptional ? `${label}, if any` : label}
        name={name}
        required={!isOptional}
        autoComplete="off"
        problem={problemOf(problem, name)}
        {...(hint === undefined ? {} : { hint })}
      />
    );
  };
}

const Amount: Part = ({ kind, problem }) => (
  <Field
    label={kind.optional.includes('amount_usd') ? 'Amount in USD, all of it if left out' : 'Amount in USD'}
    name="amount_usd"
    inputMode="decimal"
    autoComplete="off"
    required={!kind.optional.includes('amount_usd')}
    hint={kind.title.startsWith('Adjust') ? 'Below zero, such as -2.50, to take.' : undefined}
    problem={problemOf(problem, 'amount_usd')}
  />
);

const Source: Part = ({ problem }) => (
  <SelectField
    label="Kind"
    name="source"
    options={[
      { value: 'grant', name: 'Grant' },
      { value: 'promotion', name: 'Promotion' },
    ]}
    problem={problemOf(problem, 'source')}
  />
);

const Priority: Part = ({ problem }) => (
  <Field
    label="Priority, if another"
    name="priority"
    type="number"
    min={0}
    max={1000}
    hint="The lowest is drawn first: promotions 10, grants 50, purchases 100."
    problem={problemOf(problem, 'priority')}
  />
);

const Expiry: Part = ({ problem }) => (
  <Field
    label="Expires, if at all"
    name="expires_at"
    type="datetime-local"
    hint={`In your own zone, ${ownZone}.`}
    problem={problemOf(problem, 'expires_at')}
  />
);

const Reference = text('reference', 'Reference', 'Your own name for it. The same again moves nothing twice.');
const Reason = text('reason', 'Reason');

function Fields(props: PartProps) {
  const has = (name: MoveField): boolean => props.kind.fields.includes(name);
  return (
    <>
      {has('lot') ? <Purchase {...props} /> : null}
      <FieldPair>
        <Amount {...props} />
        {has('source') ? <Source {...props} /> : null}
      </FieldPair>
      <Reference {...props} />
      {has('expires_at') ? <Expiry {...props} /> : null}
      {has('priority') ? <Priority {...props} /> : null}
      {has('reason') ? <Reason {...props} /> : null}
    </>
  );
}

interface MoveDialogProps {
  readonly act: Act | undefined;
  readonly lot: string | undefined;
  readonly credits: Credits;
  readonly onClose: () => void;
}

/** Moves credit by hand, after saying what that will do. */
export function MoveDialog({ act, lot, credits, onClose }: MoveDialogProps) {
  const { tell } = useToast();
  const kind = act === undefined ? undefined : moveKinds[act];
  if (kind === undefined) return null;
  const send = async (values: FormValues): Promise<void> => {
    const { balance_usd: balance } = await kind.send(values);
    await creditChanged();
    tell(`Booked. The balance is ${money(balance)}.`);
    onClose();
  };
  return (
    <Dialog title={kind.title} about={kind.about} isOpen onClose={onClose}>
      <Form
        action={kind.action}
        fields={kind.fields}
        onClose={onClose}
        onSend={send}
        said={(values) => kind.said(values, credits)}
      >
        {(problem) => <Fields kind={kind} problem={problem} lot={lot} />}
      </Form>
    </Dialog>
  );
}
