import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto';

/**
 * Signs texts in the form of a signed note (https://c2sp.org/signed-note), which other programs can check: the text, a
 * blank line, and a line with the name of the signer and the signature.
 */
export interface NoteSigner {
  /** The public key as such notes write it: name, key id and key. */
  readonly verifierKey: string;
  sign(text: string): string;
}

/** A note that was changed, or was never signed with this key. */
export class BadNote extends Error {}

const signerName = 'cofferdam';
const ed25519Kind = 1;
const seedBytes = 32;

/** RFC 8410, section 7: what comes before the seed of a private key, and before the point of a public one. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function keyIdOf(name: string, publicKey: Buffer): Buffer {
  const kind = Buffer.from([ed25519Kind]);
  return createHash('sha256').update(`${name}\n`).update(kind).update(publicKey).digest().subarray(0, 4);
}

/**
 * The signer of an installation: an Ed25519 key that is derived from the installation's secret key, which is kept outside
 * the database. So every node signs alike, and who can only write to the database cannot.
 */
export function createNoteSigner(secretKey: string): NoteSigner {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, '', 'cofferdam checkpoints', seedBytes));
  const privateKey = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  const keyId = keyIdOf(signerName, publicKey);
  const encoded = Buffer.concat([Buffer.from([ed25519Kind]), publicKey]).toString('base64');
  return {
    verifierKey: `${signerName}+${keyId.toString('hex')}+${encoded}`,
    sign(text) {
      const signature = signWith(null, Buffer.from(text), privateKey);
      return `${text}\n\u2014 ${signerName} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
    },
  };
}

const verifierForm = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;
const noteForm = /^([\s\S]*\n)\n\u2014 (\S+) ([A-Za-z0-9+/]+=*)\n?$/;

/** The text of a note that this key has signed. Raises `BadNote`. */
export function openNote(note: string, verifierKey: string): string {
  const [, name = '', , encoded = ''] = verifierForm.exec(verifierKey) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== seedBytes + 1 || key[0] !== ed25519Kind) throw new BadNote('the key is not one of a checkpoint');
  const [, text, signer, signed = ''] = noteForm.exec(note) ?? [];
  if (text === undefined) throw new BadNote('it is not a signed note');
  const signature = Buffer.from(signed, 'base64');
  const publicKey = key.subarray(1);
  const isOfKey = signer === name && signature.subarray(0, 4).equals(keyIdOf(name, publicKey));
  if (!isOfKey) throw new BadNote('it is signed with another key');
  const spki = createPublicKey({ key: Buffer.concat([publicPrefix, publicKey]), format: 'der', type: 'spki' });
  if (!verifyWith(null, Buffer.from(text), spki, signature.subarray(4)))
    throw new BadNote('its signature does not hold: it was changed');
  return text;
}
