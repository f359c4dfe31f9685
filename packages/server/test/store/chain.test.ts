import { expect, test } from 'vitest';
import { reserve, settle, topUp } from '../../../core/test/ledger/support/commands.ts';
import { ledgerOf } from '../../../core/test/ledger/support/test-ledger.ts';
import { batchHash, type ChainedRows, genesisHash } from '../../src/store/lane/chain.ts';

const nothing: ChainedRows = { usage: [], entries: [], lots: [], draws: [] };

/** SHA-256 of 32 zero bytes, as `head -c 32 /dev/zero | sha256sum` prints it. */
const ofGenesis = '66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925';

test('the hash of a batch is the SHA-256 of the hash before it and of its rows', () => {
  expect(batchHash(genesisHash, nothing).toString('hex')).toBe(ofGenesis);
});

test('the same rows after another batch have another hash: whoever edits a batch has to make all hashes after it anew', () => {
  const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  expect(batchHash(one, nothing).equals(batchHash(other, nothing))).toBe(false);
});

test('every row is in the hash of its batch: none can be taken out, or put in, unseen', () => {
  const ledger = ledgerOf();
  ledger.must(topUp(100n, 'first'), reserve('r', 10n), settle('r', 10n));
  const { usage, entries, lots, draws } = ledger;
  const rows: ChainedRows = { usage, entries, lots, draws };
  expect([usage, entries, lots, draws].map(({ length }) => length)).toEqual([1, 2, 1, 1]);
  const hash = batchHash(genesisHash, rows).toString('hex');
  const others = [
    batchHash(genesisHash, { ...rows, usage: [] }),
    batchHash(genesisHash, { ...rows, entries: entries.slice(1) }),
    batchHash(genesisHash, { ...rows, lots: [] }),
    batchHash(genesisHash, { ...rows, draws: [] }),
  ];
  expect(others.map((other) => other.toString('hex'))).not.toContain(hash);
});
