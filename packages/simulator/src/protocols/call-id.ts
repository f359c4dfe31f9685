import { createHash } from 'node:crypto';
import type { Plan } from '../generation/plan.ts';

/** An id inside an answer: the same in the answer and in its stream, different for every item of every answer. */
export function callId(plan: Pick<Plan, 'id'>, prefix: string, choice: number, at: number): string {
  const digest = createHash('sha256').update(`${plan.id}/${prefix}/${choice}/${at}`).digest('hex');
  return `${prefix}${digest.slice(0, 24)}`;
}
