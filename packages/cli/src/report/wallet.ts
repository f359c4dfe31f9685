import type { ApiClient } from '../api-client/client.ts';
import { cellAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';

export interface Wallet {
  mode: string;
  balanceUsd: string;
  reservedUsd: string;
  availableUsd: string;
}

/** The org's wallet; undefined where the key may not see it (a service or an agent key). */
export async function fetchWallet(client: ApiClient): Promise<Wallet | undefined> {
  const reply = await client.send({ method: 'GET', path: '/v1/credits' });
  if (reply.status === 403) return undefined;
  const credits = expectSuccess(reply);
  return {
    mode: cellAt(credits, 'mode'),
    balanceUsd: cellAt(credits, 'balance_usd'),
    reservedUsd: cellAt(credits, 'reserved_usd'),
    availableUsd: cellAt(credits, 'available_usd'),
  };
}
