import { readRecord, readWhole } from '../asking/fields.ts';
import type { JsonRecord } from '../json.ts';

/** The least budget that thinking takes: platform.claude.com/docs/en/build-with-claude/extended-thinking. */
const LEAST_BUDGET = 1024;

// Families that do not think unless they are told to. What they think is then shown as a summary, and billed in full.
const THINKS_WHEN_ASKED = /claude-(?:[23]|(?:opus|sonnet|haiku)-4)/;

/** How a request wants the model to think. */
export interface Thinking {
  /** The budget in tokens, which has to be less than the cap; null where the request sets none. */
  readonly budget: number | null;
  /** Thinking may be billed that is not in the answer. */
  readonly hides: boolean;
  /** The fields to forward under a cap. */
  under(cap: number): JsonRecord;
}

/** Raises InvalidCall. */
export function readThinking(body: JsonRecord, model: string): Thinking {
  const thinking = readRecord(body.thinking, 'thinking');
  const isOn = thinking !== null && thinking.type !== 'disabled';
  const budget = thinking?.type === 'enabled' ? readWhole(thinking.budget_tokens, 'thinking.budget_tokens') : null;
  return {
    budget,
    hides: isOn || (thinking === null && !THINKS_WHEN_ASKED.test(model)),
    under(cap) {
      if (thinking === null || budget === null || budget < cap) return {};
      // Without room for any thinking the request would be refused; it is answered without.
      if (cap <= LEAST_BUDGET) return { thinking: { type: 'disabled' } };
      return { thinking: { ...thinking, budget_tokens: cap - 1 } };
    },
  };
}
