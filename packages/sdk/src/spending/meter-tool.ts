import { type Held, nothingSpent, type ReservationRequest } from './held.ts';
import type { Work } from './with-reservation.ts';

/** What a call of a tool costs: always the same, or at most so much and then what came of it. In USD. */
export type ToolPrice<Result> =
  | string
  | {
      readonly at_most_usd: string;
      readonly actual_usd?: (result: Result) => string;
      /** A call that fails costs nothing; without this it costs what it may at most. */
      readonly free_on_error?: boolean;
    };

type Reserve = <Result>(request: ReservationRequest, work: Work<Result>) => Promise<Result>;

/** A tool that takes what it costs from the same budgets as tokens, and is refused where they have nothing left. */
export function meterTool<Given extends unknown[], Result>(
  reserve: Reserve,
  name: string,
  price: ToolPrice<Result>,
  tool: (...given: Given) => Promise<Result> | Result,
): (...given: Given) => Promise<Result> {
  const {
    at_most_usd: most,
    actual_usd: costOf,
    free_on_error: isFree = false,
  } = typeof price === 'string' ? { at_most_usd: price } : price;
  const used = (cost: string) => ({ tools: [{ name, quantity: 1, cost_usd: cost }] });
  return (...given) =>
    reserve({ amount_usd: most }, async (held: Held) => {
      held.note(isFree ? nothingSpent : used(most));
      const result = await tool(...given);
      return { result, actual: used(costOf?.(result) ?? most) };
    });
}
