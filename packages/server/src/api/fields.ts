import { isTimeZone, labelForm, labelRule, maxLabelLength, parseUsd } from '@cofferdam/core';
import { z } from 'zod';

/** A label that callers choose. */
export const label = z
  .string()
  .min(1)
  .max(maxLabelLength, `must be at most ${maxLabelLength} characters`)
  .regex(labelForm, labelRule);

/** Exactly what the store reads as a UUID; anything looser would fail there instead of here. */
export const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const uuid = z.string().regex(uuidForm, 'must be a UUID');

/** A name that people read. */
export const displayName = z
  .string()
  .min(1)
  .max(200, 'must be at most 200 characters')
  .regex(/^[^\p{Cc}]+$/u, 'may not have control characters');

/** Money as the wire has it: a decimal string in USD with at most nine decimals. A number is refused. */
export const usd = z
  .string('must be a decimal string in USD, such as "0.25"')
  .max(40, 'must be a decimal string in USD, such as "0.25"')
  .transform((text, context): bigint => {
    const parsed = parseUsd(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });

/** The same with a sign: a minus before it takes away. */
export const signedUsd = z
  .string('must be a decimal string in USD, such as "-0.25"')
  .max(40, 'must be a decimal string in USD, such as "-0.25"')
  .transform((text, context): bigint => {
    const isNegative = text.startsWith('-');
    const parsed = parseUsd(isNegative ? text.slice(1) : text);
    if (parsed.ok) return isNegative ? -parsed.value : parsed.value;
    context.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });

/** A count of tokens; the largest is far beyond any call. */
export const tokenCount = z.number().int().min(0).max(1e12);

export const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin');

const timeForm = /^[12]\d{3}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** The 30th of February is read as the 2nd of March unless one looks. */
function isDate(text: string): boolean {
  const timeMs = Date.parse(text);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}

/** RFC 3339 with an offset, read to the millisecond; from the year 1000 on, as the store takes them. */
export const time = z
  .string()
  .max(40)
  .regex(timeForm, 'must be an RFC 3339 time, such as 2026-11-23T09:00:00Z')
  .transform((text, context): number => {
    if (isDate(text.slice(0, 10))) return Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
    context.addIssue({ code: 'custom', message: 'is not a date of the calendar' });
    return z.NEVER;
  });

/** A quantity of tool units: a decimal string, or a whole number. */
export const quantity = z.union([
  z.number().int().min(0).max(1e12).transform(String),
  z
    .string()
    .regex(/^(0|[1-9]\d{0,11})(\.\d{1,9})?$/, 'must be a whole number or a decimal string with at most 9 decimals'),
]);

/** The labels of a call, as every route takes them. */
export const labelFields = {
  agent: label.optional(),
  workflow: label.optional(),
  connection: label.optional(),
  user: label.optional(),
  team: label.optional(),
};
