import { sqlFile } from '../../store/sql-file.ts';

/** The statements about projections, each in its own file. */
export const statements = {
  openWindows: sqlFile('projections/open-windows.sql'),
  budgetsWithWindows: sqlFile('projections/budgets-with-windows.sql'),
  orgsWithWindows: sqlFile('projections/orgs-with-windows.sql'),
  knownAlerts: sqlFile('projections/known-alerts.sql'),
} as const;
