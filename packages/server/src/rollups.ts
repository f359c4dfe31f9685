import { type DatabaseOptions, onDatabase } from './on-database.ts';
import { checkRollups, rebuildRollups, type RollupCheck } from './services/rollups/rebuild.ts';

/** Compares the rollups of a database with its records, or makes them again, whether or not a server works on it. */
export function rollups(action: 'check' | 'rebuild', options: DatabaseOptions = {}): Promise<RollupCheck> {
  return onDatabase(options, action === 'check' ? checkRollups : rebuildRollups);
}
