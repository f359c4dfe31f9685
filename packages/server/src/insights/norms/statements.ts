import { sqlFile } from '../../store/sql-file.ts';

/** The statements of the norms, each in its own file. */
export const statements = {
  loadNorms: sqlFile('norms/load-norms.sql'),
  countSeries: sqlFile('norms/count-series.sql'),
  saveNorms: sqlFile('norms/save-norms.sql'),
  loadRuns: sqlFile('norms/load-runs.sql'),
  saveRuns: sqlFile('norms/save-runs.sql'),
  deleteRuns: sqlFile('norms/delete-runs.sql'),
  requestsBefore: sqlFile('norms/requests-before.sql'),
} as const;
