import { type DatabaseOptions, onDatabase } from './on-database.ts';
import { verifyDatabase, type Verification } from './services/verify/verify-database.ts';

export { verifyDatabase, type Verification } from './services/verify/verify-database.ts';
export type { Difference } from './services/verify/difference.ts';

/**
 * Recomputes everything from the rows of a database: the one of the URL, or the embedded one of a data directory,
 * whether or not a server works on it. Raises `NoDatabase`.
 */
export function verify(options: DatabaseOptions = {}): Promise<Verification> {
  return onDatabase(options, verifyDatabase);
}
