import type { ApiReply } from '../api-client/client.ts';
import { fieldsOf, listAt, textAt } from '../api-client/fields.ts';
import { expectSuccess, isSuccess } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';
import { printable } from '../terminal/printable.ts';
import type { PolicyDocument } from './policy-document.ts';

const shownProblems = 20;

/** The path within the file: the request wraps it. */
function pathOf(field: string): string {
  return field.replace(/^policy\.?/, '');
}

function described(file: PolicyDocument, field: string, problem: string): string {
  const path = pathOf(field);
  return printable(`${file.name}:${file.lineOf(path)}: ${path === '' ? '' : `${path}: `}${problem}`);
}

/** The answer, or a failure that says which lines of the file are wrong. */
export function expectTaken(reply: ApiReply, file: PolicyDocument): unknown {
  const field = textAt(reply.body, 'field');
  if (isSuccess(reply) || field === undefined || !field.startsWith('policy')) return expectSuccess(reply);
  const several = listAt(reply.body, 'errors');
  const detail = textAt(reply.body, 'detail') ?? '';
  const problem = detail.startsWith(`${field}: `) ? detail.slice(field.length + 2) : detail;
  const lines =
    several.length === 0
      ? [described(file, field, problem)]
      : several.map((one) => described(file, textAt(one, 'field') ?? '', String(fieldsOf(one).problem)));
  const rest = lines.length > shownProblems ? [`… and ${lines.length - shownProblems} more`] : [];
  throw new CommandFailure([...lines.slice(0, shownProblems), ...rest].join('\n'), 'Nothing was changed.');
}
