import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FieldPair, Form, type FormValues } from '../../components/form.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { type Ceiling, pricesChanged } from './prices.ts';
import styles from './prices-page.module.css';
import { rateText } from './rate.tsx';

function ceilingText(ceiling: Ceiling | null): string {
  if (ceiling === null)
    return 'There is none: a model without a price is refused under a hard limit, and its usage has no cost.';
  const { input_usd_per_mtok: input, output_usd_per_mtok: output, tool_usd: tool } = ceiling;
  const tools = tool === null ? '' : `, and a unit of a tool ${rateText(tool)}`;
  return `A model without a price counts ${rateText(input)} for a million tokens in and ${rateText(output)} out${tools}, marked estimated.`;
}

interface CeilingCardProps {
  readonly ceiling: Ceiling | null;
  readonly onChange: (() => void) | null;
}

/** What tokens without a price count as. */
export function CeilingCard({ ceiling, onChange }: CeilingCardProps) {
  const { tell } = useToast();
  const [isRemoving, setRemoving] = useState(false);
  const remove = async (): Promise<void> => {
    await call('DELETE /v1/prices/ceiling');
    await pricesChanged();
    tell('The ceiling price is removed.');
  };
  const controls =
    onChange === null ? null : (
      <span className={styles['controls']}>
        <Button onClick={onChange}>{ceiling === null ? 'Set a ceiling price' : 'Change'}</Button>
        {ceiling === null ? null : <Button onClick={() => setRemoving(true)}>Remove</Button>}
      </span>
    );
  return (
    <Card title="Ceiling price" actions={controls}>
      <p>{ceilingText(ceiling)}</p>
      <ConfirmDialog
        title="Remove the ceiling price?"
        action="Remove it"
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
      >
        From the next call on, a model without a price is refused under a hard limit.
      </ConfirmDialog>
    </Card>
  );
}

function Rates({ ceiling, problem }: { readonly ceiling: Ceiling | null; readonly problem: ApiError | null }) {
  return (
    <FieldPair>
      <Field
        label="Input, USD per million tokens"
        name="input_usd_per_mtok"
        inputMode="decimal"
        required
        defaultValue={ceiling?.input_usd_per_mtok ?? ''}
        problem={problemOf(problem, 'input_usd_per_mtok')}
      />
      <Field
        label="Output, USD per million tokens"
        name="output_usd_per_mtok"
        inputMode="decimal"
        required
        defaultValue={ceiling?.output_usd_per_mtok ?? ''}
        problem={problemOf(problem, 'output_usd_per_mtok')}
      />
      <Field
        label="A unit of a tool in USD, if any"
        name="tool_usd"
        inputMode="decimal"
        defaultValue={ceiling?.tool_usd ?? ''}
        problem={problemOf(problem, 'tool_usd')}
      />
    </FieldPair>
  );
}

interface CeilingDialogProps {
  readonly ceiling: Ceiling | null;
  readonly onClose: () => void;
}

export function CeilingDialog({ ceiling, onClose }: CeilingDialogProps) {
  const { tell } = useToast();
  const send = async (values: FormValues): Promise<void> => {
    const { input_usd_per_mtok: input = '', output_usd_per_mtok: output = '', tool_usd: tool = '' } = values;
    const body = {
      input_usd_per_mtok: input,
      output_usd_per_mtok: output,
      ...(tool === '' ? {} : { tool_usd: tool }),
    };
    await call('PUT /v1/prices/ceiling', { body });
    await pricesChanged();
    tell('The ceiling price is set.');
    onClose();
  };
  return (
    <Dialog
      title="Ceiling price"
      about="What models and tools without a price of their own count as. Set it high: it is a guess on the safe side."
      isOpen
      onClose={onClose}
    >
      <Form
        action="Set it"
        fields={['input_usd_per_mtok', 'output_usd_per_mtok', 'tool_usd']}
        onClose={onClose}
        onSend={send}
        said={() =>
          'From the next call on, models without a price are admitted and charged by this, and their charges marked estimated.'
        }
      >
        {(problem) => <Rates ceiling={ceiling} problem={problem} />}
      </Form>
    </Dialog>
  );
}
