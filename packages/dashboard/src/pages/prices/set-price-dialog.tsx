import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/client.ts';
import { ownZone } from '../../app/period.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FieldPair, Form, type FormValues } from '../../components/form.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToast } from '../../components/toasts.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { type ModelName, modelNameOf, type OverrideBody, pricesChanged, rates } from './prices.ts';

/** The rates that a form asks for; the API takes more. */
const asked = rates.slice(0, 6);
const fields = ['provider', 'model', 'how', 'alias', 'effective_from', ...asked.map(([name]) => name)];

function bodyOf(values: FormValues): OverrideBody {
  const { how, alias, effective_from: local = '' } = values;
  const from = local === '' ? {} : { effective_from: new Date(local).toISOString() };
  const same = modelNameOf(alias);
  if (how === 'alias') return { ...from, alias_of: same ?? { provider: '', model: alias ?? '' } };
  const given = asked.filter(([name]) => (values[name] ?? '') !== '');
  return { ...from, ...Object.fromEntries(given.map(([name]) => [name, values[name]])) };
}

function said({ provider = '', model = '', how, effective_from: from = '' }: FormValues, name: string): string {
  const whose = name === '' ? `${provider || 'provider'}/${model || 'model'}` : name;
  const since = from === '' ? 'From the next call on' : `From ${from.replace('T', ' ')} on`;
  const unknown = how === 'alias' ? '' : ' A rate that is left out is unknown, not free: usage of it has no cost.';
  return `${since}, ${whose} costs what stands here.${unknown} What was charged is never rated again.`;
}

interface TermsProps {
  /** The model, where it is known. */
  readonly given: ModelName | null;
  /** As it stands in the form. */
  readonly how: string;
  readonly problem: ApiError | null;
}

function Names({ given, problem }: Omit<TermsProps, 'how'>) {
  return (
    <FieldPair>
      <Field
        label="Provider"
        name="provider"
        required
        autoComplete="off"
        readOnly={given !== null}
        defaultValue={given?.provider ?? ''}
        problem={problemOf(problem, 'provider')}
      />
      <Field
        label="Model"
        name="model"
        required
        autoComplete="off"
        readOnly={given !== null}
        defaultValue={given?.model ?? ''}
        problem={problemOf(problem, 'model')}
      />
    </FieldPair>
  );
}

function Terms({ given, how, problem }: TermsProps) {
  return (
    <>
      <Names given={given} problem={problem} />
      <SelectField
        label="How"
        name="how"
        options={[
          { value: 'rates', name: 'Rates in USD per million tokens' },
          { value: 'alias', name: 'The same price as another model' },
        ]}
      />
      {how === 'alias' ? (
        <Field
          label="As the model"
          name="alias"
          required
          placeholder="openai/gpt-4o"
          problem={problemOf(problem, 'alias_of') ?? problemOf(problem, 'alias')}
        />
      ) : (
        <FieldPair>
          {asked.map(([rate, label]) => (
            <Field
              key={rate}
              label={label}
              name={rate}
              inputMode="decimal"
              autoComplete="off"
              placeholder="unknown"
              problem={problemOf(problem, rate)}
            />
          ))}
        </FieldPair>
      )}
      <Field
        label="From, if not from now on"
        name="effective_from"
        type="datetime-local"
        hint={`In your own zone, ${ownZone}.`}
        problem={problemOf(problem, 'effective_from')}
      />
    </>
  );
}

interface SetPriceDialogProps {
  /** `provider/model`, or empty. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Sets the org's own price of a model. */
export function SetPriceDialog({ name, onClose }: SetPriceDialogProps) {
  const { tell } = useToast();
  const given = modelNameOf(name);
  const send = async (values: FormValues): Promise<void> => {
    const { provider = '', model = '' } = values;
    await call('PUT /v1/prices/overrides/{provider}/{model}', { path: { provider, model }, body: bodyOf(values) });
    await pricesChanged();
    tell(`The price of ${provider}/${model} is set.`);
    onClose();
  };
  return (
    <Dialog title="Set a price of our own" isOpen onClose={onClose}>
      <Form action="Set it" fields={fields} onClose={onClose} onSend={send} said={(values) => said(values, name)}>
        {(problem, { how = 'rates' }) => <Terms given={given} how={how} problem={problem} />}
      </Form>
    </Dialog>
  );
}
