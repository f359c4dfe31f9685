import { useState } from 'react';
import type { ApiError } from '../../api/client.ts';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { type Connection, type MadeProvider, providerNames, timeoutNames } from './connections.ts';
import styles from '../settings/forms.module.css';

const providers = ['openai', 'anthropic', 'gemini', 'openai-compatible'] as const;

interface FieldsProps {
  readonly problem: ApiError | null;
  /** What it is now; null for a new one. */
  readonly connection: Connection | null;
}

/** Who is called, and by which key; the key is typed once and not shown again. */
export function AccountFields({ problem }: Pick<FieldsProps, 'problem'>) {
  const [provider, setProvider] = useState<MadeProvider>('openai');
  const isCompatible = provider === 'openai-compatible';
  return (
    <>
      <SelectField
        label="Provider"
        name="provider"
        options={providers.map((value) => ({ value, name: providerNames[value] }))}
        value={provider}
        onValue={setProvider}
        problem={problemOf(problem, 'provider')}
      />
      <Field
        label="Name"
        name="name"
        required
        autoComplete="off"
        placeholder={isCompatible ? 'groq' : provider}
        hint="A part of the address that agents call, and the label of what they spend. It never changes."
        problem={problemOf(problem, 'name')}
      />
      <Field
        label={isCompatible ? 'Key of the provider, if it asks for one' : 'Key of the provider'}
        name="api_key"
        type="password"
        required={!isCompatible}
        autoComplete="off"
        hint="It is kept sealed and never shown again, but for its last characters."
        problem={problemOf(problem, 'api_key')}
      />
      {isCompatible ? (
        <>
          <Field
            label="Base URL"
            name="base_url"
            type="url"
            required
            placeholder="https://api.groq.com/openai/v1"
            problem={problemOf(problem, 'base_url')}
          />
          <Field
            label="Priced as"
            name="price_provider"
            required
            placeholder="groq"
            hint="A provider of the price book, or one that you set prices for."
            problem={problemOf(problem, 'price_provider')}
          />
        </>
      ) : null}
    </>
  );
}

/** Rules of calls through it: what is left empty is as it is by default. */
export function RuleFields({ problem, connection }: FieldsProps) {
  const policy = connection?.policy ?? null;
  return (
    <>
      <SelectField
        label="Where a call might cost more than is left"
        name="mode"
        options={[
          { value: '', name: 'cap its output to what is left (the default)' },
          { value: 'fit', name: 'cap its output to what is left' },
          { value: 'strict', name: 'refuse it' },
        ]}
        defaultValue={policy?.mode ?? ''}
        problem={problemOf(problem, 'policy.mode')}
      />
      <div className={styles['pair']}>
        <Field
          label="Most output tokens"
          name="max_output_tokens"
          type="number"
          min={1}
          defaultValue={policy?.max_output_tokens ?? ''}
          problem={problemOf(problem, 'policy.max_output_tokens')}
        />
        <Field
          label="Least worth a call"
          name="min_output_tokens"
          type="number"
          min={1}
          defaultValue={policy?.min_output_tokens ?? ''}
          problem={problemOf(problem, 'policy.min_output_tokens')}
        />
      </div>
      <div className={styles['pair']}>
        {timeoutNames.map(([field, name]) => (
          <Field
            key={field}
            label={`${name}, ms`}
            name={field}
            type="number"
            min={50}
            defaultValue={connection?.timeouts[field] ?? ''}
            problem={problemOf(problem, `timeouts.${field}`)}
          />
        ))}
      </div>
    </>
  );
}

type Read = (name: string) => string;

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** The timeouts and the policy of a form, as the API takes them. */
export function rulesOf(field: Read) {
  const timeouts = timeoutNames
    .map(([name]) => [name, numberOf(field(name))] as const)
    .filter(([, value]) => value !== null);
  const mode = field('mode');
  const policy = {
    mode: mode === 'fit' || mode === 'strict' ? mode : null,
    max_output_tokens: numberOf(field('max_output_tokens')),
    min_output_tokens: numberOf(field('min_output_tokens')),
  } as const;
  const isNone = Object.values(policy).every((value) => value === null);
  return {
    timeouts: Object.fromEntries(timeouts) as Partial<Record<(typeof timeoutNames)[number][0], number>>,
    policy: isNone ? null : policy,
  };
}

/** The fields that tell their own problems. */
export const formFields = [
  'name',
  'provider',
  'api_key',
  'base_url',
  'price_provider',
  'policy.mode',
  'policy.max_output_tokens',
  'policy.min_output_tokens',
  ...timeoutNames.map(([field]) => `timeouts.${field}`),
];
