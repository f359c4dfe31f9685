import type pg from 'pg';
import { createDeliverer, type Deliverer } from '../../../src/alerts/deliverer.ts';
import { createSenders } from '../../../src/alerts/sending/senders.ts';
import type { NewAlert } from '../../../src/services/alerts/alert.ts';
import { raiseAlerts } from '../../../src/services/alerts/raise-alerts.ts';
import { createChannel, type CreatedChannel, type NewChannel } from '../../../src/services/channels/create-channel.ts';
import { dispatchDue } from '../../../src/services/channels/dispatch.ts';
import { listDeliveries, type ShownDelivery } from '../../../src/services/channels/find-deliveries.ts';
import { newId } from '../../../src/services/ids.ts';
import { changeOrg, type OrgTransaction } from '../../../src/services/org-transaction.ts';
import { createOrg } from '../../../src/services/orgs/create-org.ts';
import { createTargetGuard, type ResolveAddresses } from '../../../src/services/outbound/target-guard.ts';
import { createVault, type Vault } from '../../../src/services/vault.ts';
import { inTransaction, openPool } from '../../../src/store/connection.ts';
import { createTestDatabase, type TestConnection } from '../../postgres.ts';
import { noonMs } from './alerts.ts';

/** The key by which the harness changes things. */
export const operatorKey = '0190bbbb-0000-7000-8000-000000000001';

const by = { actor: { kind: 'key', id: operatorKey, name: 'operator' }, reason: null } as const;

const anything = { beforeId: null, state: null, channel: null, alert: null, limit: 200 };

/** Delivery with a clock of the test's own, and nothing that runs by itself: each step is made by the test. */
export interface DeliveryHarness {
  readonly pool: pg.Pool;
  readonly connection: TestConnection;
  readonly orgId: string;
  readonly vault: Vault;
  readonly deliverer: Deliverer;
  nowMs: number;
  raise(...alerts: NewAlert[]): Promise<readonly string[]>;
  channel(channel: Pick<NewChannel, 'name' | 'settings'> & Partial<NewChannel>): Promise<CreatedChannel>;
  /** Works on the org as the API does. */
  change(work: (org: OrgTransaction) => Promise<void>): Promise<void>;
  /** Goes on by a collection window, and makes messages of what is due. */
  dispatch(): Promise<void>;
  /** Attempts everything that is on its way, in order, and again while that brings something else up. */
  deliver(): Promise<void>;
  /** Oldest first. */
  deliveries(): Promise<ShownDelivery[]>;
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly timeoutMs?: number;
  readonly ca?: string;
  readonly resolve?: ResolveAddresses;
}

export async function startHarness(options: HarnessOptions = {}): Promise<DeliveryHarness> {
  const { timeoutMs = 5_000, ca, resolve } = options;
  const database = await createTestDatabase();
  const pool = openPool(database.connection, 8);
  const vault = createVault('a secret key that is only for tests');
  const guard = createTargetGuard({ allowedPrivate: ['127.0.0.0/8'], ...(resolve === undefined ? {} : { resolve }) });
  const senders = createSenders({ vault, guard, timeoutMs, ...(ca === undefined ? {} : { ca }) });
  const orgId = newId(noonMs);
  const clock = (): number => harness.nowMs;
  const deliverer = createDeliverer({ pool, senders, clock, random: () => 0, onAttempt: () => undefined });
  await inTransaction(pool, (tx) => createOrg(tx, orgId, 'acme', noonMs));
  await pool.query('UPDATE org_lanes SET last_time = $2 WHERE org_id = $1', [orgId, new Date(noonMs)]);

  async function attemptAll(): Promise<boolean> {
    const before = await harness.deliveries();
    for (const { id, state } of before) if (state === 'pending') await deliverer.attempt(orgId, id);
    const after = await harness.deliveries();
    return JSON.stringify(after) !== JSON.stringify(before);
  }

  const harness: DeliveryHarness = {
    pool,
    connection: database.connection,
    orgId,
    vault,
    deliverer,
    nowMs: noonMs,
    raise: (...alerts) => inTransaction(pool, (tx) => raiseAlerts(tx, orgId, alerts)),
    async channel(asked) {
      let made: CreatedChannel | null = null;
      const rules = { vault, targets: guard };
      const terms = { secrets: {}, routes: [{}], rateLimitPerMinute: 6_000, ...asked };
      await harness.change(async (org) => {
        made = await createChannel(org, rules, terms);
      });
      return made!;
    },
    async change(work) {
      const whole = async (org: OrgTransaction) => {
        await work(org);
        return { status: 200, body: '' };
      };
      await changeOrg({ pool, vault, clock }, { orgId, by, idempotency: null, work: whole });
    },
    async dispatch() {
      harness.nowMs += 1_000;
      await dispatchDue(pool, harness.nowMs);
    },
    async deliver() {
      while (await attemptAll());
    },
    deliveries: async () => (await listDeliveries(pool, orgId, anything)).toReversed(),
    async close() {
      await senders.close();
      await pool.end();
      await database.drop();
    },
  };
  return harness;
}
