import { BadNote, type NoteSigner, openNote } from './signed-note.ts';

/** The head of an org's chain at a moment: all that came before is fixed by it. */
export interface Checkpoint {
  readonly orgId: string;
  readonly seq: number;
  readonly headHash: Buffer;
  readonly balance: bigint;
  readonly timeMs: number;
}

const origin = 'cofferdam-ledger/';

/** A checkpoint as a signed note. It names the key that it is signed with, so that one can see which that was. */
export function noteOf({ orgId, seq, headHash, balance, timeMs }: Checkpoint, signer: NoteSigner): string {
  const lines = [
    `${origin}${orgId}`,
    String(seq),
    headHash.toString('base64'),
    `balance_nano_usd ${balance}`,
    `time ${new Date(timeMs).toISOString()}`,
    `key ${signer.verifierKey}`,
  ];
  return signer.sign(`${lines.join('\n')}\n`);
}

const form =
  /^cofferdam-ledger\/([0-9a-f-]{36})\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\nbalance_nano_usd (-?\d{1,19})\ntime (\S+)\nkey (\S+)\n/;

/**
 * What a note says. It must be signed with the key that it names; and where a key is trusted, that must be the one.
 * Raises `BadNote`.
 */
export function openCheckpoint(note: string, trustedKey: string | null): Checkpoint {
  const text = note.replaceAll('\r\n', '\n');
  const [, orgId = '', seq = '', hash = '', balance = '', time = '', key = ''] = form.exec(text) ?? [];
  if (key === '') throw new BadNote('it is not a checkpoint');
  if (trustedKey !== null && key !== trustedKey) throw new BadNote(`it is signed with another key: ${key}`);
  openNote(text, key);
  const headHash = Buffer.from(hash, 'base64');
  return { orgId, seq: Number(seq), headHash, balance: BigInt(balance), timeMs: Date.parse(time) };
}
