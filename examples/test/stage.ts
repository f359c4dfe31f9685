import { startSimulator, type Simulator } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { noPolicy } from '../../packages/server/src/services/connections/call-policy.ts';
import { defaultTimeouts } from '../../packages/server/src/services/connections/connection.ts';
import { builtInId } from '../../packages/server/src/services/connections/built-in-connections.ts';
import { adminKey, type Nodes, startNodes } from '../../packages/server/test/lane/support/nodes.ts';

export { adminKey };

/** A charge, or what should be one; in nano-USD. */
interface Amount {
  readonly model: string | null;
  readonly cost: string | null;
}

/** A server as `npm start` makes one, with a simulator whose books the test may read. */
export interface Stage {
  url(): string;
  /** From here on the simulator is a new one. */
  begin(): Promise<void>;
  /** What the simulated providers billed since then. */
  billed(): Amount[];
  /** What the ledger has of calls through the connection since then, once nothing is under way. */
  charged(): Promise<Amount[]>;
}

const charges = `
  SELECT model, cost_nano_usd::text AS cost FROM usage_records
  WHERE connection = 'sim' AND seq > $1 ORDER BY seq, id`;

/** Opens one for a file of tests, and closes it after them. */
export function openStage(): Stage {
  let nodes: Nodes;
  let simulator: Simulator;
  let url: string;
  let begun = '0';

  beforeAll(async () => {
    simulator = await startSimulator();
    const connection = {
      id: builtInId,
      name: 'sim',
      provider: 'simulator' as const,
      baseUrl: simulator.url,
      priceProvider: null,
      credential: null,
      timeouts: defaultTimeouts,
      policy: noPolicy,
    };
    nodes = await startNodes(1, { builtInConnections: new Map([['sim', connection]]) });
    url = await nodes.nodes[0]!.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await nodes.expectVerified();
    await nodes.close();
    await simulator.close();
  });

  const untilSettled = (): Promise<void> =>
    vi.waitFor(
      async () => {
        const { rows } = await nodes.pool.query('SELECT reservation_id FROM open_reservations');
        expect(rows).toEqual([]);
      },
      { timeout: 20_000, interval: 20 },
    );

  return {
    url: () => url,
    async begin() {
      simulator.reset();
      const { rows } = await nodes.pool.query<{ seq: string }>(
        'SELECT coalesce(max(seq), 0)::text AS seq FROM usage_records',
      );
      begun = rows[0]?.seq ?? '0';
    },
    billed: () =>
      simulator
        .truth()
        .filter(({ billed }) => billed)
        .map(({ model, costNanoUsd }) => ({ model, cost: costNanoUsd?.toString() ?? null })),
    async charged() {
      await untilSettled();
      return (await nodes.pool.query<Amount>(charges, [begun])).rows;
    },
  };
}
