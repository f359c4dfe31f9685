import styles from './difference.module.css';

type Facts = Readonly<Record<string, unknown>> | null;

/** A value of the log as a person reads it. */
function shown(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${name.replaceAll('_', ' ')} ${shown(inner)}`)
      .join(', ');
  return JSON.stringify(value);
}

interface LineProps {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

function Line({ name, before, after }: LineProps) {
  return (
    <div className={styles['line']}>
      <dt>{name.replaceAll('_', ' ')}</dt>
      <dd>
        {before === undefined ? null : <del>{shown(before)}</del>}
        {before === undefined || after === undefined ? null : <span aria-hidden="true"> → </span>}
        {after === undefined ? null : <ins>{shown(after)}</ins>}
      </dd>
    </div>
  );
}

/** What was before and what is after, a line for each thing that differs. */
export function Difference({ before, after }: { readonly before: Facts; readonly after: Facts }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  return (
    <dl className={styles['difference']}>
      {names.map((name) => (
        <Line key={name} name={name} before={before?.[name]} after={after?.[name]} />
      ))}
    </dl>
  );
}
