import type { Wallet } from '@cofferdam/core';

/** The org's lane row as it was locked. */
export interface LaneRow {
  seq: bigint;
  last_time: number;
  config_version: bigint;
  last_batch: string | null;
  head_hash: Buffer;
  wallet_mode: Wallet['mode'];
  wallet_balance: bigint;
  wallet_reserved: bigint;
  wallet_overdraft: bigint;
  wallet_low_balance: bigint | null;
  wallet_purchased: boolean;
  wallet_frozen: boolean;
  now: number;
}

export function walletOf(row: LaneRow): Wallet {
  return {
    mode: row.wallet_mode,
    balance: row.wallet_balance,
    reserved: row.wallet_reserved,
    overdraftLimit: row.wallet_overdraft,
    lowBalance: row.wallet_low_balance,
    purchased: row.wallet_purchased,
    frozen: row.wallet_frozen,
  };
}
