import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDailyCheckpoints } from '../../src/services/checkpoints/make-checkpoint.ts';
import { createNoteSigner } from '../../src/services/checkpoints/signed-note.ts';
import { readChain } from '../../src/services/verify/read-chain.ts';
import { batchHash, genesisHash } from '../../src/store/lane/chain.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { makeKey, membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

const verifier = fileURLToPath(new URL('../../../cli/offline/verify-ledger.mjs', import.meta.url));
const second = fileURLToPath(new URL('support/verify_ledger.py', import.meta.url));

let nowMs = Date.now();
let node: TestNode;
let folder: string;
let exported: string;
let checkpoint: string;
let key: string;

async function must(path: string, body: unknown): Promise<Record<string, unknown>> {
  nowMs += 1_000;
  const reply = await node.call('POST', path, body);
  if (reply.status >= 300) throw new Error(reply.text);
  return membersOf(reply.json);
}

async function pay(agent: string, amountUsd: string): Promise<void> {
  const { id } = await must('/v1/reservations', { agent, amount_usd: amountUsd });
  await must(`/v1/reservations/${String(id)}/settle`, { cost_usd: amountUsd });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-export-'));
  node = await startTestNode({ clock: () => nowMs });
  await must('/v1/credits/top-ups', { amount_usd: '20', reference: 'Rechnung №1 – 2026 \u{1f4b6}' });
  for (let call = 0; call < 5; call += 1) await pay(`agent-${call % 2}`, `0.${call + 1}`);
  checkpoint = textOf(await must('/v1/credits/checkpoints', {}), 'note');
  await must('/v1/usage', { id: 'u1', source: 'meter', agent: 'agent-1', cost_usd: '0.25' });
  await must('/v1/credits/top-ups', { amount_usd: '5', reference: 'second' });
  await pay('agent-0', '21');
  exported = (await node.call('GET', '/v1/credits/ledger/export')).text;
  key = (await node.as(null)('GET', '/.well-known/cofferdam-checkpoint-key')).text.trim();
});

afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true });
});

let files = 0;
async function file(text: string): Promise<string> {
  const path = join(folder, String((files += 1)));
  await writeFile(path, text);
  return path;
}

interface Verdict {
  readonly status: number | null;
  readonly said: string;
}

async function verified(ledger: string, notes: readonly string[] = [], args: readonly string[] = []): Promise<Verdict> {
  const paths = [await file(ledger), ...(await Promise.all(notes.map(file)))];
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, ...paths, ...args], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

async function secondVerdict(ledger: string): Promise<string> {
  const { stdout, stderr } = spawnSync('python3', [second, await file(ledger)], { encoding: 'utf8' });
  return stdout.trim() || stderr;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

type Line = unknown[] | Record<string, unknown>;

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function textFrom(lines: readonly Line[]): string {
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function isRow(line: Line, tag: string): line is string[] {
  return Array.isArray(line) && line[0] === tag;
}

function indexesOf(lines: readonly Line[], fits: (line: Line) => boolean): number[] {
  return lines.flatMap((line, index) => (fits(line) ? [index] : []));
}

/** Writes all hashes, balances and counts anew, as somebody does who can write everything. */
function forged(lines: readonly Line[]): Line[] {
  let [previous, balance, rows] = [Buffer.alloc(32), 0n, ''];
  const written = lines.map((line): Line => {
    if (Array.isArray(line)) {
      const row = [...(line as (string | null)[])];
      if (row[0] === 'e') {
        balance += BigInt(row[4]!);
        row[5] = String(balance);
      }
      const fields = row.slice(1).map((field) => (field === null ? '-;' : `${field.length}:${field};`));
      rows += `${row[0]}${fields.length};${fields.join('')}`;
      return row;
    }
    if (line.type !== 'batch') return line;
    const batch = { ...line, previous_hash: previous.toString('hex') };
    previous = createHash('sha256').update(previous).update(rows).digest();
    rows = '';
    return { ...batch, hash: previous.toString('hex') };
  });
  const head = {
    ...(written[0] as Record<string, unknown>),
    head_hash: previous.toString('hex'),
    balance_nano_usd: String(balance),
  };
  return [head, ...written.slice(1)];
}

describe('an exported ledger', () => {
  test('is verified offline, by the program that comes with it and by one in another language', async () => {
    expect(await verified(exported, [checkpoint], ['--key', key])).toMatchObject({ status: 0 });
    if (hasPython) expect(await secondVerdict(exported)).toBe('verified');
  });

  test('has every record, entry and batch of the database', async () => {
    const lines = linesOf(exported);
    const { rows } = await node.pool.query<{ records: string; entries: string; batches: string }>(
      `SELECT (SELECT count(*) FROM usage_records) AS records, (SELECT count(*) FROM ledger_entries) AS entries,
              (SELECT count(*) FROM batches) AS batches`,
    );
    expect({
      records: String(indexesOf(lines, (line) => isRow(line, 'u')).length),
      entries: String(indexesOf(lines, (line) => isRow(line, 'e')).length),
      batches: String(indexesOf(lines, (line) => !Array.isArray(line) && line.type === 'batch').length),
    }).toEqual(rows[0]);
    expect(lines.at(-1)).toMatchObject({ type: 'end' });
  });

  const edits: readonly [string, (lines: Line[]) => Line[]][] = [
    [
      'an amount that was edited',
      (lines) => {
        const [at] = indexesOf(lines, (line) => isRow(line, 'e'));
        return lines.with(at!, (lines[at!] as string[]).with(4, '20000000001'));
      },
    ],
    [
      'a label that was edited',
      (lines) => {
        const [at] = indexesOf(lines, (line) => isRow(line, 'u'));
        return lines.with(at!, (lines[at!] as string[]).with(11, 'somebody-else'));
      },
    ],
    ['a row that was deleted', (lines) => lines.toSpliced(indexesOf(lines, (line) => isRow(line, 'u'))[1]!, 1)],
    [
      'a row that was inserted',
      (lines) => {
        const [at] = indexesOf(lines, (line) => isRow(line, 'u'));
        return lines.toSpliced(at!, 0, (lines[at!] as string[]).with(1, '00000000-0000-7000-8000-00000000dead'));
      },
    ],
    [
      'two rows that changed places',
      (lines) => {
        const [a, b] = indexesOf(lines, (line) => isRow(line, 'u'));
        return lines.with(a!, lines[b!]!).with(b!, lines[a!]!);
      },
    ],
    [
      'a batch that was deleted with its rows',
      (lines) => {
        const [first, next] = indexesOf(lines, (line) => !Array.isArray(line) && line.type === 'batch');
        return lines.toSpliced(first! + 1, next! - first!);
      },
    ],
    ['an end that was cut off', (lines) => lines.slice(0, -4)],
  ];

  test.each(edits)('is not verified with %s', async (_name, edit) => {
    const edited = textFrom(edit(linesOf(exported)));
    expect(edited).not.toBe(exported);
    const { status, said } = await verified(edited);
    expect([status, said.split('\n').length > 2]).toEqual([1, true]);
    if (hasPython) expect(await secondVerdict(edited)).not.toBe('verified');
  });

  test('whose past was written anew, hashes and all, agrees with itself and not with a checkpoint', async () => {
    const lines = linesOf(exported).filter((line) => Array.isArray(line) || line.type !== 'checkpoint');
    const rewritten = textFrom(
      forged(
        lines
          .map((line) => (isRow(line, 'e') && line[3] === 'top_up' ? line.with(4, '30000000000') : line))
          .map((line) => (isRow(line, 'l') ? line.with(5, '30000000000') : line)),
      ),
    );
    expect(await verified(rewritten)).toMatchObject({ status: 0 });
    if (hasPython) expect(await secondVerdict(rewritten)).toBe('verified');
    const held = await verified(rewritten, [checkpoint]);
    expect(held.status).toBe(1);
    expect(held.said).toContain('its past was rewritten');
  });

  test.each([
    ['edited', () => checkpoint.replace(/^balance_nano_usd \d/m, 'balance_nano_usd 9'), 'its signature does not hold'],
    ['of another org', () => checkpoint.replace(/ledger\/0/, 'ledger/1'), 'its signature does not hold'],
    ['no checkpoint', () => 'hello\n', 'not to be trusted'],
  ])('a checkpoint that is %s is not trusted', async (_name, make, reason) => {
    const { status, said } = await verified(exported, [make()]);
    expect(status).toBe(1);
    expect(said).toContain(reason);
  });

  test('a checkpoint of another key is not trusted where the key is known', async () => {
    const other = createNoteSigner('another secret').verifierKey;
    const gone = spawnSync(process.execPath, [verifier, await file(exported), 'gone.txt'], { encoding: 'utf8' });
    expect([gone.status, gone.stdout]).toEqual([2, '']);
    expect(gone.stderr).toMatch(/^the checkpoint gone\.txt cannot be read: .*\n$/);
    const { status, said } = await verified(exported, [checkpoint], ['--key', other]);
    expect([status, said.includes('signed with another key')]).toEqual([1, true]);
  });

  test('is for those who look after credit', async () => {
    const service = node.as((await makeKey(node.call, { kind: 'service' })).secret);
    expect((await service('GET', '/v1/credits/ledger/export')).status).toBe(403);
    expect((await service('GET', '/v1/credits/checkpoints')).status).toBe(403);
    expect((await service('POST', '/v1/credits/checkpoints', {})).status).toBe(403);
  });
});

describe('checkpoints', () => {
  test('are made once a day of a chain that has grown, by however many nodes', async () => {
    const { pool, noteSigner } = node.node.context;
    const made = await Promise.all([1, 2, 3].map(() => makeDailyCheckpoints(pool, noteSigner, nowMs)));
    expect(made.flat()).toHaveLength(1);
    nowMs += 86_400_000;
    expect(await makeDailyCheckpoints(pool, noteSigner, nowMs)).toEqual([]);
    await pay('agent-0', '0.01');
    expect(await makeDailyCheckpoints(pool, noteSigner, nowMs)).toHaveLength(1);
    const listed = rowsOf(await node.call('GET', '/v1/credits/checkpoints?limit=10'));
    expect(listed).toHaveLength(3);
    expect(listed.at(-1)).toMatchObject({ note: checkpoint, balance_usd: '18.5' });
    expect(textOf(listed[0], 'note')).toContain(key);
  });

  test('of an idempotency key are made once', async () => {
    const headers = { 'idempotency-key': 'checkpoint-1' };
    const first = await node.call('POST', '/v1/credits/checkpoints', {}, headers);
    const again = await node.call('POST', '/v1/credits/checkpoints', {}, headers);
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  test('hold the database to its past, though every figure and hash in it was written anew', async () => {
    const { pool } = node.node.context;
    const given = { notes: [checkpoint], trustedKey: key };
    expect((await verifyDatabase(pool, given)).differences).toEqual([]);
    await rewriteDatabase();
    expect((await verifyDatabase(pool)).differences).toEqual([]);
    const found = (await verifyDatabase(pool, given)).differences;
    expect(found.map(({ kind, subject }) => [kind, subject.split(', ').at(-1)])).toEqual([
      ['checkpoint', 'hash'],
      ['checkpoint', 'balance'],
    ]);
    const forger = createNoteSigner('a secret of the forger').verifierKey;
    const [difference] = (await verifyDatabase(pool, { notes: [checkpoint], trustedKey: forger })).differences;
    expect(difference).toMatchObject({ kind: 'checkpoint', actual: expect.stringContaining('another key') as string });
  });
});

/** Whoever can write to the database makes the first purchase larger by 10 USD, and mends all that would show it. */
async function rewriteDatabase(): Promise<void> {
  const { pool } = node.node.context;
  const { rows } = await pool.query<{ org_id: string; id: string }>(
    "SELECT org_id, id FROM ledger_entries WHERE kind = 'top_up' ORDER BY id LIMIT 1",
  );
  const { org_id: orgId, id } = rows[0]!;
  await pool.query('DELETE FROM checkpoints');
  await pool.query('UPDATE ledger_entries SET amount_nano_usd = amount_nano_usd + 10000000000 WHERE id = $1', [id]);
  await pool.query('UPDATE ledger_entries SET balance_nano_usd = balance_nano_usd + 10000000000');
  await pool.query('UPDATE org_lanes SET wallet_balance = wallet_balance + 10000000000 WHERE org_id = $1', [orgId]);
  await pool.query('UPDATE lots SET amount_nano_usd = amount_nano_usd + 10000000000 WHERE id = $1', [id]);
  await pool.query(
    `INSERT INTO open_lots (org_id, lot_id, remaining_nano_usd) VALUES ($1, $2, 10000000000)
     ON CONFLICT (org_id, lot_id) DO UPDATE SET remaining_nano_usd = open_lots.remaining_nano_usd + 10000000000`,
    [orgId, id],
  );
  const { batches, upTo } = readChain(pool, orgId);
  let previous: Buffer = genesisHash;
  for await (const batch of batches) {
    const hash = batchHash(previous, await upTo(Number(batch.last_seq)));
    const values = [orgId, batch.last_seq, previous, hash];
    await pool.query('UPDATE batches SET previous_hash = $3, hash = $4 WHERE org_id = $1 AND last_seq = $2', values);
    previous = hash;
  }
  await pool.query('UPDATE org_lanes SET head_hash = $2 WHERE org_id = $1', [orgId, previous]);
}
