import { z } from 'zod';

/** The pieces of answers, for the description of the API: what is sent is not checked against them on the way. */

export const usdText = z.string().meta({ description: 'USD, a decimal string', examples: ['0.0101'] });
export const timeText = z.string().meta({ format: 'date-time' });
export const timeOrNull = timeText.nullable();
export const id = z.string().meta({ format: 'uuid' });
export const text = z.string();
export const textOrNull = z.string().nullable();
export const count = z.int();
export const flag = z.boolean();

export function page<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), next_cursor: textOrNull });
}

const optionalUsd = usdText.optional();
const optionalCount = count.optional();

/** A limit and where it stands, in the budget's own unit: only that unit's members are there. */
export const limitMembers = {
  limit_usd: optionalUsd,
  spent_usd: optionalUsd,
  reserved_usd: optionalUsd,
  available_usd: optionalUsd,
  wind_down_available_usd: usdText.optional().meta({
    description: 'What a last call may still use; only of a budget that keeps something for one',
  }),
  limit_tokens: optionalCount,
  spent_tokens: optionalCount,
  reserved_tokens: optionalCount,
  available_tokens: optionalCount,
  limit_requests: optionalCount,
  spent_requests: optionalCount,
  reserved_requests: optionalCount,
  available_requests: optionalCount,
  limit_concurrent: optionalCount,
  spent_concurrent: optionalCount,
  reserved_concurrent: optionalCount,
  available_concurrent: optionalCount,
};

/** The labels of a charge; null where the caller gave none. */
export const dimensionMembers = {
  agent: text,
  workflow: textOrNull,
  connection: textOrNull,
  user: textOrNull,
  team: textOrNull,
  run: text,
  provider: textOrNull,
  model: textOrNull,
};

export const problem = z.looseObject({
  type: text,
  title: text,
  status: count,
  code: text.meta({ description: 'Stable; docs/reference/errors.md lists them all' }),
  detail: text,
  instance: text.optional(),
});
