import { sqlFile } from '../../store/sql-file.ts';

export const statements = { pastCalls: sqlFile('backtests/past-calls.sql') } as const;
