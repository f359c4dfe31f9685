import { sqlFile } from '../../store/sql-file.ts';

/** The statements about connections, each in its own file. */
export const statements = {
  findConnection: sqlFile('connections/find-connection.sql'),
  listConnections: sqlFile('connections/list-connections.sql'),
  insertConnection: sqlFile('connections/insert-connection.sql'),
  updateConnection: sqlFile('connections/update-connection.sql'),
  deleteConnection: sqlFile('connections/delete-connection.sql'),
} as const;
