import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FieldPair, Form, type FormValues } from '../../components/form.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { creditChanged, type Credits } from './credits.ts';
import { amountText } from './move-kinds.ts';

const modes = [
  { value: 'postpaid', name: 'Postpaid: budgets alone' },
  { value: 'prepaid', name: 'Prepaid: only what credit covers' },
  { value: 'overdraft', name: 'Overdraft: some way below zero' },
] as const;

type Mode = Credits['mode'];

function said({ mode, overdraft_usd: overdraft = '' }: FormValues, credits: Credits): string {
  const next = mode ?? credits.mode;
  if (next === 'postpaid') return 'From the next call on, credit holds nothing back. Open calls keep what they hold.';
  if (next === 'prepaid')
    return 'From the next call on, a call is refused where the available credit does not cover it.';
  const amount = overdraft === '' ? credits.overdraft_usd : overdraft;
  return `From the next call on, the balance may be held down to ${amountText(amount)} below zero.`;
}

interface SettingsProps {
  readonly credits: Credits;
  /** As it stands in the form. */
  readonly mode: string;
  readonly problem: ApiError | null;
}

function Settings({ credits, mode, problem }: SettingsProps) {
  return (
    <>
      <SelectField
        label="Mode"
        name="mode"
        options={modes}
        defaultValue={credits.mode}
        problem={problemOf(problem, 'mode')}
      />
      {mode === 'overdraft' ? (
        <Field
          label="Overdraft in USD"
          name="overdraft_usd"
          inputMode="decimal"
          defaultValue={credits.overdraft_usd === '0' ? '' : credits.overdraft_usd}
          required
          problem={problemOf(problem, 'overdraft_usd')}
        />
      ) : null}
      <FieldPair>
        <Field
          label="Tell below a balance of, in USD"
          name="low_balance_usd"
          inputMode="decimal"
          placeholder="never"
          defaultValue={credits.low_balance_usd ?? ''}
          problem={problemOf(problem, 'low_balance_usd')}
        />
        <Field
          label="Tell when it lasts less than, in days"
          name="low_runway_days"
          type="number"
          min={1}
          max={365}
          placeholder="never"
          defaultValue={credits.low_runway_days ?? ''}
          problem={problemOf(problem, 'low_runway_days')}
        />
      </FieldPair>
    </>
  );
}

interface SettingsDialogProps {
  readonly credits: Credits;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What holds the org back, and when somebody is told that credit runs low. */
export function SettingsDialog({ credits, isOpen, onClose }: SettingsDialogProps) {
  const { tell } = useToast();
  const send = async ({ mode, overdraft_usd: overdraft = '', ...marks }: FormValues): Promise<void> => {
    const { low_balance_usd: balance = '', low_runway_days: runway = '' } = marks;
    const body = {
      mode: mode as Mode,
      ...(overdraft === '' ? {} : { overdraft_usd: overdraft }),
      low_balance_usd: balance === '' ? null : balance,
      low_runway_days: runway === '' ? null : Number(runway),
    };
    await call('PATCH /v1/credits', { body });
    await creditChanged();
    tell('The settings of the wallet are changed.');
    onClose();
  };
  return (
    <Dialog title="What holds spending back" isOpen={isOpen} onClose={onClose}>
      <Form
        action="Save"
        fields={['mode', 'overdraft_usd', 'low_balance_usd', 'low_runway_days']}
        onClose={onClose}
        onSend={send}
        said={(values) => said(values, credits)}
      >
        {(problem, { mode = credits.mode }) => <Settings credits={credits} mode={mode} problem={problem} />}
      </Form>
    </Dialog>
  );
}
