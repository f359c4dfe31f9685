import type { PriceBook } from '@cofferdam/core';
import type { Carrier } from '../../packages/server/src/services/lane/carrier.ts';
import type { Answer, LaneCommand } from '../../packages/server/src/services/lane/command.ts';
import type * as Failures from '../../packages/server/src/services/lane/failures.ts';
import type * as RunBatch from '../../packages/server/src/services/lane/run-batch.ts';
import type * as Connection from '../../packages/server/src/store/connection.ts';
import type * as Ids from '../../packages/server/src/services/ids.ts';
import { built } from './built.ts';
import { Slots } from './slots.ts';

const { openPool } = await built<typeof Connection>('store/connection.js');
const { runBatch } = await built<typeof RunBatch>('services/lane/run-batch.js');
const { isTransient } = await built<typeof Failures>('services/lane/failures.js');
const { newId } = await built<typeof Ids>('services/ids.js');

const maxAttempts = 10;

export interface NaiveOptions {
  readonly database: Connection.ConnectionConfig;
  readonly poolSize: number;
  readonly book: PriceBook;
}

/**
 * The ledger as one would first write it: each command is a transaction of its own on any connection of a pool. It
 * takes the same lock, reads the same rows, decides by the same rules and writes the same rows as a lane, one statement
 * a round trip; it remembers nothing from one command to the next, and pins no plans. Deadlocks and serialization
 * failures are tried again.
 */
export function naiveCarrier({ database, poolSize, book }: NaiveOptions): Carrier {
  const pool = openPool(database, poolSize);
  // The pool itself gives up on callers that wait long, which here all of them do.
  const slots = new Slots(poolSize);

  async function transact(orgId: string, one: LaneCommand): Promise<Answer> {
    const client = await pool.connect();
    try {
      const options = { orgId, book, clock: null, batchId: newId() };
      const { answers } = await runBatch(client, options, null, [one], () => undefined);
      return answers[0]!;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  async function retrying(orgId: string, one: LaneCommand): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transact(orgId, one);
      } catch (error) {
        if (!isTransient(error) || attempt === maxAttempts) throw error;
      }
    }
  }

  return {
    submit: (orgId, one) => slots.use(() => retrying(orgId, one)),
    get depth() {
      return slots.waiting;
    },
    async close() {
      await slots.idle();
      await pool.end();
    },
  };
}
