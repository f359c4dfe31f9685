import { entryKindNames } from '@cofferdam/core';
import { z } from 'zod';
import { entry } from './control.ts';
import { count, flag, id, page, text, textOrNull, timeText, usdText } from './shapes.ts';

const month = {
  month: text,
  timezone: text,
  from: timeText,
  to: timeText,
  is_over: flag,
  opening_balance_usd: usdText,
  closing_balance_usd: usdText,
};

const sum = { entries: count, amount_usd: usdText };

const statement = z.object({
  ...month,
  org: text,
  movements: z.array(z.object({ kind: z.enum(entryKindNames), ...sum })),
  teams: z.array(z.object({ team: textOrNull, ...sum })),
  usage: z.array(z.object({ team: textOrNull, agent: textOrNull, provider: textOrNull, model: textOrNull, ...sum })),
  days: z.array(z.object({ date: text, ...sum })),
  credits: z.array(entry).meta({ description: 'Movements that no usage brought about, oldest first' }),
  has_more_credits: flag,
});

const checkpoint = z.object({
  id,
  seq: count,
  head_hash: text,
  balance_usd: usdText,
  time: timeText,
  note: text.meta({ description: 'What is to be kept elsewhere: the checkpoint, signed' }),
});

/** Statements, and what others check the ledger by. */
export const creditAnswers = {
  'GET /v1/credits/statements': { 200: page(z.object(month)) },
  'GET /v1/credits/statements/:month': { 200: statement },
  'POST /v1/credits/checkpoints': { 201: checkpoint },
  'GET /v1/credits/checkpoints': { 200: page(checkpoint) },
} as const;
