import { z } from 'zod';

const typeWords: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function typeText(type: string): string {
  return typeWords[type] ?? `of the type ${type}`;
}

function choice(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value));
  return shown.length === 1 ? `must be ${shown[0]}` : `must be one of ${shown.join(', ')}`;
}

/** What a bound is of, by the kind of value: the length of a text, the items of a list, a number itself. */
function bound(origin: string, word: 'at least' | 'at most', limit: number | bigint): string {
  const one = limit === 1 || limit === 1n;
  if (origin === 'string')
    return one && word === 'at least' ? 'must not be empty' : `must have ${word} ${limit} character${one ? '' : 's'}`;
  if (origin === 'array' || origin === 'set')
    return one && word === 'at least' ? 'must not be empty' : `must have ${word} ${limit} item${one ? '' : 's'}`;
  return `must be ${word} ${limit}`;
}

/** The field that says of which kind an object is: the issue is the field's, its input the whole object. */
function kindIssue(input: unknown, field: string, options: unknown): string {
  const kinds = Array.isArray(options) ? (options as unknown[]) : [];
  const isThere = typeof input === 'object' && input !== null && field in input;
  return isThere ? choice(kinds) : `is required: ${kinds.map((kind) => JSON.stringify(kind)).join(', ')}`;
}

/** A schema without words of its own says what is wrong in these; undefined leaves zod's. */
const wordIssue: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return kindIssue(issue.input, issue.discriminator, issue['options']);
  if (issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${typeText(issue.expected)}`;
  if (issue.code === 'invalid_value') return choice(issue.values);
  if (issue.code === 'too_small') return bound(issue.origin, 'at least', issue.minimum);
  if (issue.code === 'too_big') return bound(issue.origin, 'at most', issue.maximum);
  return undefined;
};

/** Says once, for all schemas, how a wrong value is told. */
export function wordIssues(): void {
  z.config({ customError: wordIssue });
}
