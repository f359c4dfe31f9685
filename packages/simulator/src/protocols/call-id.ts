import type { Plan } from '../generation/plan.ts';
import { digitsOf } from '../generation/random.ts';

/** An id inside an answer: the same in the answer and in its stream, different for every item of every answer. */
export function callId(plan: Pick<Plan, 'id'>, prefix: string, choice: number, at: number): string {
  return prefix + digitsOf(`${plan.id}/${prefix}/${choice}/${at}`, 24);
}
