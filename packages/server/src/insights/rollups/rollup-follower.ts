import { addRecords } from '../../services/rollups/add-records.ts';
import type { RangeFollower } from '../followers/follower.ts';

/** Keeps the rollups. The work is one statement, so a step is longer than a follower's that reads record by record. */
export const rollupFollower: RangeFollower = {
  name: 'rollups',
  stepRecords: 10_000,
  followRange: (tx, orgId, { afterId, lastId }) => addRecords(tx, orgId, afterId, lastId),
};
