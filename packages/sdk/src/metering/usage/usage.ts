import type { Body } from '../../operations.ts';

type Settle = Body<'POST /v1/reservations/{id}/settle'>;
type Single<T> = T extends readonly unknown[] ? never : T;

/** Usage as the server takes it: wholes with their parts. */
export type Usage = Exclude<Single<NonNullable<Settle['usage']>>, readonly unknown[]>;
export type Tokens = Omit<Usage, 'provider' | 'model'>;
export type ToolUse = NonNullable<Settle['tools']>[number];

/** What an answer says that it used. */
export interface Metered {
  readonly model: string | null;
  readonly tokens: Tokens;
  readonly tools: readonly ToolUse[];
}

/** Only what is said: a part that is absent is none. */
export function said<Name extends keyof Tokens>(name: Name, value: Tokens[Name] | null | undefined): Partial<Tokens> {
  return value === undefined || value === null ? {} : { [name]: value };
}

/** The tier that served, where its price is not the standard one. */
export function dearTier(tier: string | null): string | null {
  return tier === null || ['auto', 'default', 'standard'].includes(tier) ? null : tier;
}

/** Tools that were used at all. */
export function toolsOf(units: Readonly<Record<string, number | undefined>>): ToolUse[] {
  return Object.entries(units).flatMap(([name, quantity = 0]) => (quantity > 0 ? [{ name, quantity }] : []));
}
