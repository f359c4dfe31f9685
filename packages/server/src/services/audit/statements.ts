import { sqlFile } from '../../store/sql-file.ts';

/** The statements of the audit log, each in its own file. */
export const statements = {
  insertChanges: sqlFile('audit/insert-changes.sql'),
  newestChange: sqlFile('audit/newest-change.sql'),
  listChanges: sqlFile('audit/list-changes.sql'),
} as const;
