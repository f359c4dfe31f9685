import { CommandFailure } from '../exit.ts';

/** Work beside a database: where there is none, or none that answers, it ends in words and not in a stack trace. */
export async function onStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isOfDatabase(error)
      ? new CommandFailure(messageOf(error), 'Name it with --data-dir or --database-url.')
      : error;
  }
}

/** What Postgres, the system or the address itself says has a code; an error of ours in the program has none. */
function isOfDatabase(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'NoDatabase' || 'code' in error);
}

/** Where each of several addresses failed, the first of them says how. */
function messageOf(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const text = first instanceof Error ? first.message : error.message;
  return text.replace(/\.$/, '');
}
