import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const readWatermark = sqlFile('rollups/read-watermark.sql');

const leastId = '00000000-0000-0000-0000-000000000000';

/** The last record that an org's rollups hold; before all of them where they hold none. */
export async function readRollupWatermark(db: Queryable, orgId: string): Promise<string> {
  const { rows } = await db.query<{ last_record_id: string }>(readWatermark.text, [orgId]);
  return rows[0]?.last_record_id ?? leastId;
}
