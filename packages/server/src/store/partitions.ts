import type { Queryable } from './connection.ts';

/** The tables that grow, each partitioned by the time in its UUIDv7 ids. */
export const partitionedTables = ['reservations', 'usage_records', 'ledger_entries', 'lot_draws'] as const;

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** The Monday before the epoch's Thursday: weeks are counted from here, so that they start on a Monday, in UTC. */
const firstMondayMs = -3 * dayMs;

const weeksAhead = 3;

/** The least UUIDv7 of a time: partitions are bounded by these. */
export function leastId(timeMs: number): string {
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function weekStartMs(timeMs: number): number {
  return Math.floor((timeMs - firstMondayMs) / weekMs) * weekMs + firstMondayMs;
}

/** The partition of a table that holds ids from a Monday on. */
function partitionName(table: string, startMs: number): string {
  return `${table}_${new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** A reservation is updated in place, which stays heap-only while its page has room. */
function storage(table: string): string {
  return table === 'reservations' ? ' WITH (fillfactor = 50)' : '';
}

/** Another node has just made it: a table of that name, or its row in the catalogue. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P07' || error.code === '23505');
}

/** "IF NOT EXISTS" is no lock: of two nodes that make the same partition, one fails here and finds it the second time. */
async function createPartition(db: Queryable, statement: string): Promise<void> {
  try {
    await db.query(statement);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    await db.query(statement);
  }
}

/**
 * Makes the partitions of the week of `nowMs`, of the one before it and of three ahead. Running it again, on several
 * nodes at once too, is harmless.
 */
export async function ensurePartitions(db: Queryable, nowMs: number): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      WHERE p.relname = ANY($1)`,
    [partitionedTables],
  );
  const existing = new Set(rows.map((row) => row.name));
  for (let week = -1; week <= weeksAhead; week += 1) {
    const startMs = weekStartMs(nowMs) + week * weekMs;
    for (const table of partitionedTables) {
      const name = partitionName(table, startMs);
      if (existing.has(name)) continue;
      await createPartition(
        db,
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table}
           FOR VALUES FROM ('${leastId(startMs)}') TO ('${leastId(startMs + weekMs)}')${storage(table)}`,
      );
    }
  }
}
