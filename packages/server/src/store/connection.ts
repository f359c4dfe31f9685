import type { Socket } from 'node:net';
import pg from 'pg';

/** Where the database is: an external one by URL, or the embedded one by its socket directory. */
export type ConnectionConfig = (
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
      readonly password?: string | undefined;
    }
) & {
  /** How long to wait for a new connection: a second, unless a machine is known to be busy with other things. */
  readonly connectTimeoutMs?: number | undefined;
};

const int8Oid = 20;
const timestamptzOid = 1184;
const dateOid = 1082;

// "2026-11-23 16:30:00.123456+00": sessions run in UTC, and times are kept to the millisecond.
function parseTimestamp(text: string): number {
  return Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
}

/** int8 as bigint, timestamptz as epoch milliseconds, date as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(int8Oid, BigInt);
types.setTypeParser(timestamptzOid, parseTimestamp);
types.setTypeParser(dateOid, (text: string) => text);

/** A database that does not take connections is one that is not there: callers are told so, and do not wait. */
const defaultConnectTimeoutMs = 1_000;

function target({ connectTimeoutMs = defaultConnectTimeoutMs, ...place }: ConnectionConfig): pg.PoolConfig {
  const timeout = { connectionTimeoutMillis: connectTimeoutMs };
  return 'url' in place ? { connectionString: place.url, ...timeout } : { ...place, ...timeout };
}

// A hung node must not hold an org, and a hung database must not hold a caller.
const timeouts = '-c statement_timeout=2000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=2000';

// A lane finds its rows by key, always. Left to itself the planner, which knows neither the length of an array nor how
// much of a table one org owns, may read all of the org's rows to join them to a batch: a plan that is fine on an empty
// table and is then kept. So only key lookups and hashing of the batch itself are allowed here.
const pinnedPlans =
  '-c enable_seqscan=off -c enable_nestloop=off -c enable_mergejoin=off ' +
  '-c plan_cache_mode=force_generic_plan -c jit=off';

/** A connection of a lane: it pipelines, and it never reconnects, so that no statement can leave its transaction. */
export function laneClient(config: ConnectionConfig): pg.Client {
  const client = new pg.Client({
    ...target(config),
    types,
    keepAlive: true,
    application_name: 'cofferdam-lane',
    options: `-c TimeZone=UTC ${timeouts} ${pinnedPlans}`,
    pipeline: true,
  });
  // Without a listener, a connection that breaks while idle would end the process; its next query reports it.
  client.on('error', () => undefined);
  return client;
}

/**
 * Lets the statements that are given in this turn of the event loop leave in one write. The driver makes one for each, and
 * each wakes the database by itself.
 */
export function gatherWrites(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * A connection that breaks while it is lent out says so to its user with the next query; without a listener of its own it
 * would end the process too, where it breaks between two queries of a transaction.
 */
function hearBreaks(pool: pg.Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** Connections for everything but the lanes. */
export function openPool(config: ConnectionConfig, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...target(config),
    types,
    max: size,
    keepAlive: true,
    application_name: 'cofferdam',
    options:
      '-c TimeZone=UTC -c statement_timeout=30000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=5000',
  });
  pool.on('error', () => undefined);
  hearBreaks(pool);
  return pool;
}

/**
 * Connections of the job queue, which reads its own rows and therefore takes types as the driver has them. One of them
 * listens for as long as the node runs.
 */
export function openJobPool(config: ConnectionConfig, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...target(config),
    max: size,
    keepAlive: true,
    application_name: 'cofferdam-jobs',
    options: '-c TimeZone=UTC -c statement_timeout=30000 -c lock_timeout=2000',
  });
  pool.on('error', () => undefined);
  hearBreaks(pool);
  return pool;
}

export type Pool = pg.Pool;

/** What runs a query: the pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.ClientBase, 'query'>;

/** A connection of the pool with a transaction open on it. */
export type Transaction = pg.PoolClient;

/** Runs `work` in one transaction: committed if it returns, rolled back if it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
