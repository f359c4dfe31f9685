import { badParameter } from './refusal.ts';

/** Parameters as the form encoding nests them: `a[b][0]=x` is `{ a: { b: { 0: 'x' } } }`. */
export interface Form {
  readonly [name: string]: string | Form;
}

type Growing = { [name: string]: string | Growing };

const keyForm = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

function partsOf(key: string): string[] {
  const match = keyForm.exec(key);
  if (match === null) throw badParameter(key, `Invalid parameter name: ${key}`);
  const inner = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((one) => one[1] ?? '');
  return [match[1] ?? '', ...inner];
}

function put(form: Growing, [name, ...rest]: readonly string[], value: string): void {
  const key = name === '' ? String(Object.keys(form).length) : (name ?? '');
  if (rest.length === 0) {
    form[key] = value;
    return;
  }
  const inner = Object.hasOwn(form, key) ? form[key] : undefined;
  const next: Growing = typeof inner === 'object' ? inner : (Object.create(null) as Growing);
  form[key] = next;
  put(next, rest, value);
}

/** Reads a query or an `application/x-www-form-urlencoded` body. */
export function readForm(text: string): Form {
  const form = Object.create(null) as Growing;
  for (const [key, value] of new URLSearchParams(text)) put(form, partsOf(key), value);
  return form;
}

export function textAt(form: Form, name: string): string | null {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function formAt(form: Form, name: string): Form {
  const value = form[name];
  return typeof value === 'object' ? value : {};
}

export function needText(form: Form, name: string, shown = name): string {
  const value = textAt(form, name);
  if (value === null) throw badParameter(shown, `Missing required param: ${shown}.`, 'parameter_missing');
  return value;
}

/** A whole number that is not negative, or null where there is none. */
export function countAt(form: Form, name: string): number | null {
  const value = textAt(form, name);
  if (value === null) return null;
  if (!/^\d{1,15}$/.test(value)) throw badParameter(name, `Invalid integer: ${value}`, 'parameter_invalid_integer');
  return Number(value);
}

/** Every value is text: metadata has no other. */
export function textsOf(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Stripe takes no parameter that it does not know. */
export function refuseUnknown(form: Form, known: readonly string[]): void {
  for (const name of Object.keys(form)) {
    if (!known.includes(name)) throw badParameter(name, `Received unknown parameter: ${name}`, 'parameter_unknown');
  }
}
