import type { Wallet } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';

const walletSql = `
  SELECT wallet_mode AS mode, wallet_balance AS balance, wallet_reserved AS reserved, wallet_overdraft AS overdraft
    FROM org_lanes WHERE org_id = $1`;

interface WalletRow {
  mode: Wallet['mode'];
  balance: bigint;
  reserved: bigint;
  overdraft: bigint;
}

/** The org's wallet as of its last commit. */
export async function readWallet(db: Queryable, orgId: string): Promise<Wallet> {
  const { rows } = await db.query<WalletRow>(walletSql, [orgId]);
  const row = rows[0] ?? fail('not_found', 'there is no such org');
  return { mode: row.mode, balance: row.balance, reserved: row.reserved, overdraftLimit: row.overdraft };
}
