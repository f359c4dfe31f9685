import { type Books, shownOf } from '../books/books.ts';
import { type Form, formAt } from './form.ts';
import { badParameter } from './refusal.ts';

type Shown = Record<string, unknown>;

function find(books: Books, id: string): object | undefined {
  const { sessions, intents, charges, refunds, disputes, balance } = books;
  for (const kept of [sessions, intents, charges, refunds, disputes, balance]) {
    const found = kept.get(id);
    if (found !== undefined) return shownOf(found);
  }
  return undefined;
}

function expandAt(books: Books, value: unknown, path: readonly string[], whole: string): unknown {
  if (Array.isArray(value)) return value.map((one) => expandAt(books, one, path, whole));
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  const shown: Shown = { ...value };
  if (!Object.hasOwn(shown, name)) throw badParameter('expand', `This property cannot be expanded (${whole}).`);
  const inner = shown[name];
  const found = typeof inner === 'string' ? find(books, inner) : undefined;
  if (typeof inner === 'string' && found === undefined)
    throw badParameter('expand', `This property cannot be expanded (${whole}).`);
  shown[name] = expandAt(books, found ?? inner, rest, whole);
  return shown;
}

/** Puts whole objects where ids stand, along the paths that `expand` names. Raises StripeRefusal for one that has none. */
export function expand(books: Books, answer: object, form: Form): object {
  const paths = Object.values(formAt(form, 'expand')).filter((path) => typeof path === 'string');
  return paths.reduce<object>((shown, path) => expandAt(books, shown, path.split('.'), path) as object, answer);
}
