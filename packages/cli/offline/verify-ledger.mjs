#!/usr/bin/env node
// Verifies an exported ledger of Cofferdam, offline: node verify-ledger.mjs ledger.ndjson [checkpoint.txt] [--key KEY]
//
// It needs Node 18 or later and nothing else, and shares no code with the server. The form of the file is described in
// docs/reference/ledger-export.md. It ends with 0 where all holds, with 1 where something does not, with 2 where it was
// called wrongly.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const maxFindings = 100;
const findings = [];
function found(line, what) {
  if (findings.length < maxFindings) findings.push(`line ${line}: ${what}`);
}

/** The bytes of a row that the chain hashes: lengths are in UTF-16 code units, as JavaScript counts them. */
function canonical(tag, fields) {
  let text = `${tag}${fields.length};`;
  for (const field of fields) text += field === null ? '-;' : `${field.length}:${field};`;
  return text;
}

const state = {
  header: null,
  previous: '0'.repeat(64),
  lastSeq: 0n,
  rows: [],
  lastIds: new Map(),
  balance: 0n,
  batches: 0,
  rowCount: 0,
  lots: new Map(),
  /** After each batch: its last seq, its hash, and the balance. */
  heads: [],
  notes: [],
  ended: false,
};

function readHeader(line, value) {
  if (state.header !== null) return found(line, 'a second header');
  if (value.format !== 1) return found(line, `format ${value.format} is not known to this program`);
  state.header = value;
}

function readRow(line, row) {
  const [tag, ...fields] = row;
  const isText = fields.every((field) => field === null || typeof field === 'string');
  if (!['u', 'e', 'l', 'd'].includes(tag) || !isText) return found(line, 'not a row of the ledger');
  state.rows.push({ line, tag, fields });
}

const order = 'ueld';

/** Rows stand in the order in which they are hashed: kind after kind, each by its ids, which rise over the whole file. */
function checkOrder(batch) {
  let kind = 0;
  for (const { line, tag, fields } of state.rows) {
    if (order.indexOf(tag) < kind) found(line, 'rows of a batch are out of order');
    kind = Math.max(kind, order.indexOf(tag));
    const id = tag === 'd' ? [fields[0], fields[2]].join(' ') : fields[0];
    if (id <= (state.lastIds.get(tag) ?? '')) found(line, `row ${id} does not follow the one before it`);
    state.lastIds.set(tag, id);
    const seq = BigInt(fields[1]);
    if (seq < BigInt(batch.first_seq) || seq > BigInt(batch.last_seq)) found(line, `row ${id} is of another batch`);
  }
}

function checkEntry(line, fields, usage) {
  const [id, , kind, amount, balanceAfter, , usageRecordId] = fields;
  state.balance += BigInt(amount);
  if (state.balance !== BigInt(balanceAfter)) {
    found(line, `after entry ${id} the balance is ${state.balance}, and it says ${balanceAfter}`);
    state.balance = BigInt(balanceAfter);
  }
  if (kind !== 'charge' && kind !== 'correction') return;
  const record = usage.get(usageRecordId);
  if (record === undefined) found(line, `entry ${id} names no usage record of its batch`);
  else if (-BigInt(record[34] ?? '0') !== BigInt(amount)) found(line, `entry ${id} is not what its usage record cost`);
}

function checkDraw(line, [entryId, , lotId, amount]) {
  // Lots from before there were lots are not in the file.
  const lot = state.lots.get(lotId);
  if (lot === undefined) return;
  lot.left -= BigInt(amount);
  if (lot.left < 0n || lot.left > lot.amount) found(line, `entry ${entryId} leaves lot ${lotId} with ${lot.left}`);
}

function checkFigures() {
  const usage = new Map(state.rows.filter(({ tag }) => tag === 'u').map(({ fields }) => [fields[0], fields]));
  for (const { line, tag, fields } of state.rows) {
    if (tag === 'e') checkEntry(line, fields, usage);
    if (tag === 'l') state.lots.set(fields[0], { amount: BigInt(fields[4]), left: BigInt(fields[4]) });
    if (tag === 'd') checkDraw(line, fields);
  }
}

function readBatch(line, batch) {
  const name = `batch ${batch.first_seq}-${batch.last_seq}`;
  if (BigInt(batch.first_seq) <= state.lastSeq) found(line, `${name} does not follow ${state.lastSeq}`);
  if (batch.previous_hash !== state.previous) found(line, `${name} is not linked to the batch before it`);
  if (state.rows.length === 0) found(line, `${name} has no rows`);
  const hash = createHash('sha256').update(Buffer.from(state.previous, 'hex'));
  for (const { tag, fields } of state.rows) hash.update(canonical(tag, fields));
  const digest = hash.digest('hex');
  if (digest !== batch.hash) found(line, `the rows of ${name} hash to ${digest}, and it says ${batch.hash}`);
  checkOrder(batch);
  checkFigures();
  state.previous = batch.hash;
  state.lastSeq = BigInt(batch.last_seq);
  state.heads.push({ seq: state.lastSeq, hash: batch.hash, balance: state.balance });
  state.batches += 1;
  state.rowCount += state.rows.length;
  state.rows = [];
}

function readEnd(line, end) {
  state.ended = true;
  if (state.rows.length > 0) found(line, 'the last rows belong to no batch');
  if (end.batches !== state.batches || end.rows !== state.rowCount)
    found(line, `${state.batches} batches and ${state.rowCount} rows, and it says ${end.batches} and ${end.rows}`);
}

function checkEnds() {
  const { header, ended, previous, balance } = state;
  if (header === null) return found(1, 'there is no header: this is not an exported ledger');
  if (!ended) found('last', 'the end is missing: the file is not whole');
  if (header.head_hash !== previous)
    found('last', `the chain ends with ${previous}, and its head is ${header.head_hash}`);
  if (BigInt(header.balance_nano_usd) !== balance)
    found('last', `the entries add up to ${balance}, and the balance is ${header.balance_nano_usd}`);
}

/** An Ed25519 public key as JWK, from "name+id+base64(1, key)". */
function publicKeyOf(verifierKey) {
  const [name = '', id = '', ...encoded] = verifierKey.trim().split('+');
  const bytes = Buffer.from(encoded.join('+'), 'base64');
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Error('its key is not one of Ed25519');
  const keyId = createHash('sha256').update(`${name}\n`).update(bytes).digest().subarray(0, 4);
  if (keyId.toString('hex') !== id) throw new Error('its key does not have the id that it says');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { name, keyId, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

function checkSignature(text, signatureLine, verifierKey) {
  const { name, keyId, key } = publicKeyOf(verifierKey);
  const [dash, signer, encoded = ''] = signatureLine.trimEnd().split(' ');
  const signed = Buffer.from(encoded, 'base64');
  if (dash !== '\u2014' || signer !== name || !signed.subarray(0, 4).equals(keyId))
    throw new Error('it is not signed with the key that it names');
  if (!verify(null, Buffer.from(text), key, signed.subarray(4))) throw new Error('its signature does not hold');
}

/** What a checkpoint fixed must be in the chain as it is. */
function checkNote(where, note, trustedKey) {
  const [text = '', signatureLine = ''] = note.replaceAll('\r\n', '\n').split(/\n\n/);
  const [origin, seq, hash, balanceLine = '', , keyLine = ''] = text.split('\n');
  const key = keyLine.replace(/^key /, '');
  try {
    if (trustedKey !== undefined && key !== trustedKey.trim()) throw new Error('it is signed with another key');
    checkSignature(`${text}\n`, signatureLine, key);
  } catch (error) {
    return found(where, `a checkpoint is not to be trusted: ${error.message}`);
  }
  if (origin !== `cofferdam-ledger/${state.header.org}`) return found(where, 'a checkpoint is of another org');
  if (BigInt(seq) > BigInt(state.header.seq))
    found(where, `a checkpoint is of seq ${seq}, and the ledger ends before it`);
  const head = state.heads.findLast((one) => one.seq <= BigInt(seq)) ?? { hash: '0'.repeat(64), balance: 0n };
  if (head.hash !== Buffer.from(hash, 'base64').toString('hex'))
    found(where, `at seq ${seq} the chain is not the one that was signed: its past was rewritten`);
  if (balanceLine !== `balance_nano_usd ${head.balance}`)
    found(where, `at seq ${seq} the balance was ${head.balance}, and ${balanceLine} was signed`);
}

async function readFileOf(path) {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (text === '') continue;
    const value = JSON.parse(text);
    if (state.ended) found(number, 'something follows the end');
    else if (Array.isArray(value)) readRow(number, value);
    else if (value.type === 'ledger') readHeader(number, value);
    else if (value.type === 'batch') readBatch(number, value);
    else if (value.type === 'checkpoint') state.notes.push([number, value.note]);
    else if (value.type === 'end') readEnd(number, value);
    else found(number, 'not a line of an exported ledger');
  }
}

function usage() {
  process.stderr.write('usage: node verify-ledger.mjs LEDGER [CHECKPOINT ...] [--key KEY]\n');
  process.exit(2);
}

function parseArguments(given) {
  const at = given.indexOf('--key');
  const key = at === -1 ? undefined : given[at + 1];
  if (at !== -1 && key === undefined) usage();
  const files = given.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  if (files.length === 0 || files.some((file) => file.startsWith('-'))) usage();
  return { ledger: files[0], checkpoints: files.slice(1), key };
}

function readNote(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    process.stderr.write(`the checkpoint ${file} cannot be read: ${error.message}\n`);
    process.exit(2);
  }
}

const { ledger, checkpoints, key } = parseArguments(process.argv.slice(2));
const kept = checkpoints.map((file) => [file, readNote(file)]);
try {
  await readFileOf(ledger);
} catch (error) {
  found('?', `the file cannot be read to its end: ${error.message}`);
}
checkEnds();
if (state.header !== null) {
  for (const [line, note] of state.notes) checkNote(line, note, key);
  for (const [file, note] of kept) checkNote(file, note, key);
}
for (const finding of findings) process.stdout.write(`${finding}\n`);
const counts = `${state.batches} batches, ${state.rowCount} rows, ${state.notes.length + checkpoints.length} checkpoints`;
process.stdout.write(findings.length === 0 ? `verified: ${counts}\n` : `NOT verified: ${counts}\n`);
process.exit(findings.length === 0 ? 0 : 1);
