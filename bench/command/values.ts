import type { ParseArgsConfig } from 'node:util';

/** An option that a benchmark does not have, or a value that it does not take. */
export class BadOption extends Error {}

export type Flags = NonNullable<ParseArgsConfig['options']>;

/** What was written on the command line, by the names of its options. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

export const text = { type: 'string' } as const;

/** Options of every benchmark that calls a server for a time. */
export const loadFlags = { clients: text, seconds: text, repetitions: text, quick: { type: 'boolean' } } as const;

export function textOf(values: Values, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

export function isQuick({ quick }: Values): boolean {
  return quick === true;
}

/** Raises `BadOption` for anything but a whole number from `least` to `most`. */
export function count(name: string, value: string, least = 1, most = 9_999): number {
  const number = Number(value);
  if (!/^\d{1,8}$/.test(value) || number < least || number > most)
    throw new BadOption(`--${name} takes numbers from ${least} to ${most}, not "${value}"`);
  return number;
}

export function counts(name: string, value: string, least = 1): number[] {
  return value.split(',').map((part) => count(name, part.trim(), least));
}

/** For how long a benchmark calls, and how often over. */
export interface LoadOptions {
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly repetitions: number;
}

export function readLoad(values: Values, clients: string): LoadOptions {
  const quick = isQuick(values);
  return {
    clients: counts('clients', textOf(values, 'clients') ?? clients),
    seconds: count('seconds', textOf(values, 'seconds') ?? (quick ? '2' : '5')),
    repetitions: count('repetitions', textOf(values, 'repetitions') ?? (quick ? '1' : '3')),
  };
}
