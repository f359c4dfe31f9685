import type { Wallet } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';

const walletSql = `
  SELECT wallet_mode AS mode, wallet_balance AS balance, wallet_reserved AS reserved, wallet_overdraft AS overdraft,
         wallet_low_balance AS low_balance, wallet_purchased AS purchased, wallet_frozen AS frozen
    FROM org_lanes WHERE org_id = $1`;

interface WalletRow {
  mode: Wallet['mode'];
  balance: bigint;
  reserved: bigint;
  overdraft: bigint;
  low_balance: bigint | null;
  purchased: boolean;
  frozen: boolean;
}

/** The org's wallet as of its last commit. */
export async function readWallet(db: Queryable, orgId: string): Promise<Wallet> {
  const { rows } = await db.query<WalletRow>(walletSql, [orgId]);
  const row = rows[0] ?? fail('not_found', 'there is no such org');
  const { overdraft: overdraftLimit, low_balance: lowBalance, ...rest } = row;
  return { ...rest, overdraftLimit, lowBalance };
}
