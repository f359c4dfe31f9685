import { sqlFile } from '../../store/sql-file.ts';

/** The statements about policy files, each in its own file. */
export const statements = {
  newestApplied: sqlFile('policy-file/newest-applied.sql'),
  insertApplied: sqlFile('policy-file/insert-applied.sql'),
} as const;
