import type { Transaction } from '../../store/connection.ts';
import type { SealedConnection } from './connection.ts';
import { statements } from './statements.ts';

/** What of a connection may change, in the order of its columns. */
function changeable(connection: SealedConnection): unknown[] {
  const { baseUrl, sealed, credentialHint, provider, priceProvider, timeouts, policy, origin } = connection;
  return [
    baseUrl,
    sealed,
    credentialHint,
    provider === 'openai-compatible' ? priceProvider : null,
    timeouts.connectMs,
    timeouts.firstByteMs,
    timeouts.idleMs,
    timeouts.totalMs,
    policy === null ? null : JSON.stringify(policy),
    origin,
  ];
}

/** Returns false where the name is taken. */
export async function insertConnection(tx: Transaction, orgId: string, connection: SealedConnection): Promise<boolean> {
  const { id, name, provider, createdMs, updatedMs } = connection;
  const times = [new Date(createdMs), new Date(updatedMs)];
  const values = [orgId, id, name, provider, ...changeable(connection), ...times];
  const { rowCount } = await tx.query({ ...statements.insertConnection, values });
  return rowCount === 1;
}

export async function updateConnection(tx: Transaction, orgId: string, connection: SealedConnection): Promise<void> {
  const values = [orgId, connection.id, ...changeable(connection), new Date(connection.updatedMs)];
  await tx.query({ ...statements.updateConnection, values });
}
