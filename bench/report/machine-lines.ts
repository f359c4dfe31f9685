import type { DatabaseDescription } from '../ledger/audit.ts';
import type { Machine } from './machine.ts';

/** What the figures were taken on, a line each for the machine and for the database. */
export function describeSystem(machine: Machine, database: DatabaseDescription): string[] {
  const { cores, model, memoryGib, system, node, loadBefore } = machine;
  const { version, synchronousCommit, fsync, sharedBuffers } = database;
  return [
    `${cores} cores of ${model}, ${memoryGib} GiB, ${system}, Node ${node}; load before ${loadBefore.join(', ')}`,
    `Postgres ${version}, synchronous_commit ${synchronousCommit}, fsync ${fsync}, shared_buffers ${sharedBuffers}`,
  ];
}
