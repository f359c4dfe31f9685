import { sqlFile } from '../../store/sql-file.ts';

/** The statements about checkpoints, each in its own file. */
export const statements = {
  readHead: sqlFile('checkpoints/read-head.sql'),
  insertCheckpoint: sqlFile('checkpoints/insert-checkpoint.sql'),
  dueOrgs: sqlFile('checkpoints/due-orgs.sql'),
  listCheckpoints: sqlFile('checkpoints/list-checkpoints.sql'),
  hashAt: sqlFile('checkpoints/hash-at.sql'),
  balanceAt: sqlFile('checkpoints/balance-at.sql'),
} as const;
