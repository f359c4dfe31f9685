import { StaleBatch } from '../../store/lane/write.ts';

/** The store did not answer, or not in time: the answer to the caller is no. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the store is unavailable', { cause });
  }
}

/** More commands wait for the org than the server is willing to hold. */
export class Overloaded extends Error {
  constructor() {
    super('too many commands wait for this org');
  }
}

/** Deadlock, serialization failure, lock timeout: another try may well succeed. */
const transientCodes = new Set(['40001', '40P01', '55P03']);

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether the batch may be decided again from fresh rows. */
export function isTransient(error: unknown): boolean {
  if (error instanceof StaleBatch) return true;
  const code = codeOf(error);
  return code !== undefined && transientCodes.has(code);
}

/** Five characters are an SQLSTATE: the database answered. 57xxx and 08xxx say that it is going away, or gone. */
export function isConnectionFailure(error: unknown): boolean {
  // A mistake of ours is not the store's, whatever its message speaks of.
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) return false;
  const code = codeOf(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return /^(08|57P|58|53)/.test(code);
  return (
    error instanceof Error && (code !== undefined || /connection|terminated|timeout|not queryable/i.test(error.message))
  );
}

/** A statement was cancelled for its time: somebody holds the lane, or the database is too slow to answer. */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === '57014';
}

/** Refused at the door (28, 3D, 55000), or the statement was cancelled for its time (57014). */
const closedStates = /^(28|3D|55000|57014)/;

/** Whether it was the store that failed, for whatever reason that is not the command's: asking again may well help. */
export function isStoreFailure(error: unknown): boolean {
  const isClosed = closedStates.test(codeOf(error) ?? '');
  return error instanceof StoreUnavailable || isClosed || isTransient(error) || isConnectionFailure(error);
}
