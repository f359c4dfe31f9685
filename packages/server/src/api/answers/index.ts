import type { z } from 'zod';
import { controlAnswers } from './control.ts';
import { judgingAnswers } from './judging.ts';
import { projectingAnswers } from './projecting.ts';
import { peopleAnswers } from './people.ts';
import { creditAnswers } from './credits.ts';
import { payingAnswers } from './paying.ts';
import { policyAnswers } from './policy.ts';
import { readingAnswers } from './reading.ts';
import { spendingAnswers } from './spending.ts';
import { tellingAnswers } from './telling.ts';

/** The answers of a route that are not problems, by status. */
export type Answers = Readonly<Record<number, z.ZodType>>;

const all: Readonly<Record<string, Answers>> = {
  ...spendingAnswers,
  ...controlAnswers,
  ...peopleAnswers,
  ...creditAnswers,
  ...payingAnswers,
  ...readingAnswers,
  ...projectingAnswers,
  ...policyAnswers,
  ...tellingAnswers,
  ...judgingAnswers,
};

/** What a route answers with; undefined where that is no JSON. */
export function answersOf(method: string, url: string): Answers | undefined {
  return all[`${method} ${url}`];
}
