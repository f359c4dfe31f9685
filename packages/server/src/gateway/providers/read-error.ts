import { isRecord, textOf } from './json.ts';
import type { ProviderError } from './metered-usage.ts';

/**
 * The error of an answer or event, wherever providers put it: `error` as a record (all of them) or a text (some
 * compatible servers). Null where there is none.
 */
export function readError(holder: Readonly<Record<string, unknown>>): ProviderError | null {
  const { error } = holder;
  if (typeof error === 'string') return { code: 'error', message: error };
  if (!isRecord(error)) return null;
  const code = textOf(error.code) ?? textOf(error.status) ?? textOf(error.type) ?? 'error';
  return { code, message: textOf(error.message) ?? '' };
}
