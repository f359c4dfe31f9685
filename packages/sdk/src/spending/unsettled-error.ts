import { CofferdamError } from '../errors/index.ts';

/** The work is done and its cost could not be said, and there is no journal to keep it: the reservation will expire. */
export class UnsettledError extends CofferdamError {
  override readonly name: string = 'UnsettledError';
  readonly reservation: string;
  /** What was spent, to be settled by hand: late settles are booked too. */
  readonly actual: unknown;
  /** What the work came to. */
  readonly result: unknown;

  constructor(reservation: string, actual: unknown, result: unknown, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`what reservation ${reservation} spent could not be said: ${why}`, {
      code: 'unsettled',
      isFinal: true,
      cause,
    });
    this.reservation = reservation;
    this.actual = actual;
    this.result = result;
  }
}
