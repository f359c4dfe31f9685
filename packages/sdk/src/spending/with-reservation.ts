import type { Context } from './context.ts';
import { type Actual, type Held, hold, type HoldOptions, type ReservationRequest } from './held.ts';
import { UnsettledError } from './unsettled-error.ts';

/** What work came to, and what it spent. */
export interface Done<Result> {
  readonly result: Result;
  readonly actual: Actual;
}

export type Work<Result> = (reservation: Held) => Promise<Done<Result>>;

/**
 * Sets money aside, does the work, and says what it spent, whether or not it went well: work that fails has spent what
 * it noted, and where it noted nothing, the reservation. Raises what the work raises, CofferdamError for the reservation,
 * and UnsettledError where the settle gets no answer and no journal keeps it.
 */
export async function withReservation<Result>(
  context: Context,
  request: ReservationRequest,
  work: Work<Result>,
  options: HoldOptions = {},
): Promise<Result> {
  const held = await hold(context, request, options);
  let done: Done<Result>;
  try {
    done = await work(held);
  } catch (error) {
    await held.closeOrTell(held.noted());
    throw error;
  }
  const { result, actual } = done;
  try {
    await held.close(actual);
  } catch (error) {
    if (context.journal === null) throw new UnsettledError(held.id, actual, result, error);
    context.onProblem({ what: `reservation ${held.id} is not settled yet: recover() will do it`, error });
  }
  return result;
}
