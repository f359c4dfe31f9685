import { sqlFile } from '../../store/sql-file.ts';

/** The statements about what is out of character, each in its own file. */
export const statements = {
  loadRules: sqlFile('anomalies/load-rules.sql'),
  listAgents: sqlFile('anomalies/list-agents.sql'),
  setRules: sqlFile('anomalies/set-rules.sql'),
  deleteRules: sqlFile('anomalies/delete-rules.sql'),
  findNorms: sqlFile('norms/find-norms.sql'),
} as const;
