import type { AddressInfo } from 'node:net';
import type { ConnectionConfig } from '../../../../src/store/connection.ts';
import { startNode } from '../../../lane/support/nodes.ts';

/** A node in a process that a test may kill: on the database it is told, with reservations that expire when it is told. */
const { database, ttlMs } = JSON.parse(process.argv[2] ?? '') as { database: ConnectionConfig; ttlMs: number };
const node = await startNode(database, { allowedPrivate: ['127.0.0.0/8'], timing: { ttlMs, heartbeatMs: 60_000 } });
await node.app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${(node.app.server.address() as AddressInfo).port}\n`);
