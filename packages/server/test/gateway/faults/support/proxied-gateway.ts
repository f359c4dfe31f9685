import type { AddressInfo } from 'node:net';
import type { NodeOptions } from '../../../../src/wire.ts';
import { type CuttingProxy, startProxy } from '../../../faults/support/cutting-proxy.ts';
import { startNode } from '../../../lane/support/nodes.ts';
import { runStatement } from '../../../postgres.ts';
import { type HostileGateway, startHostile } from '../../hostile/support/hostile-gateway.ts';

/** A gateway that watches, and a node beside it whose way to the store a test may break. */
export interface ProxiedGateway {
  readonly gateway: HostileGateway;
  readonly proxy: CuttingProxy;
  /** Where the node behind the proxy listens. */
  readonly url: string;
  /** Lets nobody make a connection to the database any more; those that there are stay. */
  shut(): Promise<void>;
  /** Cuts those off too, but for the watching pool's. */
  cutOff(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxied(timing: NodeOptions['timing'] = {}): Promise<ProxiedGateway> {
  const gateway = await startHostile();
  const database = gateway.nodes.database as Parameters<typeof startProxy>[0];
  const proxy = await startProxy(database);
  const node = await startNode(proxy.database, { allowedPrivate: ['127.0.0.0/8'], timing });
  await node.app.listen({ host: '127.0.0.1', port: 0 });
  const allow = (may: boolean): Promise<void> =>
    runStatement(
      { ...database, database: 'postgres' },
      `ALTER DATABASE ${database.database} WITH ALLOW_CONNECTIONS ${may}`,
    );
  return {
    gateway,
    proxy,
    url: `http://127.0.0.1:${(node.app.server.address() as AddressInfo).port}`,
    shut: () => allow(false),
    async cutOff() {
      await allow(false);
      await runStatement(
        { ...database, database: 'postgres' },
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.database}'`,
      );
    },
    open: () => allow(true),
    async close() {
      await node.close();
      await proxy.close();
      await gateway.close();
    },
  };
}
