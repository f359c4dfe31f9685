// The process that export-memory.mjs starts.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { adminKey } from '../packages/server/test/lane/support/nodes.ts';
import { queryOnce } from '../packages/server/test/embedded/query.ts';
import { startServerProcess } from '../packages/server/test/faults/support/killed-server.ts';
import { runningConnection } from '../packages/server/src/store/embedded/index.ts';
import { inCheckout } from './checkout.mjs';

const compiledServer = 'import(process.argv[1]).then(({ main }) => main())';
const compiledMain = pathToFileURL(inCheckout('packages', 'server', 'dist', 'main.js')).href;
const headers = { authorization: `Bearer ${adminKey}` };

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, json: { type: 'string' } } });
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 1) throw new Error(`--rows must be a whole number above 0, not ${values.rows}`);

/** Calls of 100 agents with 10 models, one a second and a half back in time; the lane's seq covers them. */
const fill = `
  WITH org AS (SELECT org_id FROM orgs LIMIT 1), moved AS (UPDATE org_lanes SET seq = seq + ${rows} RETURNING 1)
  INSERT INTO usage_records (org_id, id, seq, type, time, budget_time, recorded_at, agent, team, run, provider, model,
    input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, image_input,
    image_output, tokens, requests, cost_nano_usd, price_version, estimated, late, overage, prepaid)
  SELECT org.org_id, (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
    n, 'model_call', t, t, t, 'agent-' || n % 100, 'team-' || n % 7, 'run-' || n, 'openai', 'model-' || n % 10,
    1000 + n % 900, n % 500, 0, 0, n % 300, 0, 0, 0, 0, 0, 1800, 1, 7919 * (n % 1000), 'none', false, false, false, false
    FROM org, generate_series(1, ${rows}) AS n, LATERAL (SELECT date_trunc('milliseconds', now()) - n * interval '1.5 seconds') AS x (t)`;

function memoryOf(url) {
  return fetch(`${url}/metrics`)
    .then((answer) => answer.text())
    .then((text) => Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0));
}

/** Reads all of it, and looks at the server's memory every now and then. */
async function measure(url, format, path) {
  const before = await memoryOf(url);
  const startMs = performance.now();
  let [bytes, lines, most, looked] = [0, 0, before, 0];
  const response = await new Promise((resolve, reject) =>
    get(`${url}${path}`, { headers }, resolve).on('error', reject),
  );
  for await (const chunk of response) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
    if (bytes - looked < 10_000_000) continue;
    looked = bytes;
    most = Math.max(most, await memoryOf(url));
  }
  const seconds = (performance.now() - startMs) / 1_000;
  const mebibytes = (count) => Math.round(count / 2 ** 20);
  return {
    format,
    lines,
    megabytes: Math.round(bytes / 1e6),
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round(rows / seconds),
    memoryBeforeMiB: mebibytes(before),
    memoryMostMiB: mebibytes(most),
  };
}

const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-export-')));
try {
  const server = await startServerProcess(['--input-type=module', '--eval', compiledServer, compiledMain], dataDir);
  try {
    const connection = await runningConnection(dataDir);
    await queryOnce(connection, fill);
    await queryOnce(connection, 'ANALYZE usage_records');
    const from = new Date(Date.now() - (rows * 1.5 + 86_400) * 1_000).toISOString().slice(0, 10);
    const results = [];
    for (const [format, path] of [
      ['csv', '/v1/exports/usage?format=csv'],
      ['ndjson', '/v1/exports/usage?format=ndjson'],
      ['focus', `/v1/exports/focus?from=${from}`],
    ])
      results.push(await measure(server.url, format, path));
    const result = { takenAt: new Date().toISOString(), rows, results };
    process.stdout.write(`${results.map((one) => JSON.stringify(one)).join('\n')}\n`);
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
    const isWhole = results.every(
      ({ format, lines }) => format === 'focus' || lines === rows + (format === 'csv' ? 1 : 0),
    );
    process.exitCode = isWhole ? 0 : 1;
  } finally {
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
