import type { ApiError } from './client.ts';

/**
 * What is wrong with each field, as the API says it. A list of one is written without its place, `budgets.0.limit_usd` as
 * `limit_usd`; what is wrong inside a field stands at the field as well.
 */
export function fieldProblems(...problems: readonly (ApiError | null)[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const put = (name: string, problem: string): void => void (found.has(name) ? undefined : found.set(name, problem));
  for (const { field, problem } of problems.flatMap((one) => one?.errors ?? [])) {
    const [first = '', ...rest] = field.replace(/^budgets\.\d+\./, '').split('.');
    put([first, ...rest].join('.'), problem);
    put(first, rest.length === 0 ? problem : `${rest.join(' ')} ${problem}`);
  }
  return found;
}

/** As a field takes it. */
export function problemAt(problems: ReadonlyMap<string, string>, field: string): { readonly problem?: string } {
  const problem = problems.get(field);
  return problem === undefined ? {} : { problem };
}
