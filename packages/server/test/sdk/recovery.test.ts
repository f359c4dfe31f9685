import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cofferdam, nothingSpent, systemClock } from '@cofferdam/sdk';
import { fileJournal } from '@cofferdam/sdk/node';
import { meterOpenAI } from '@cofferdam/sdk/openai';
import { type Simulator, startSimulator } from '@cofferdam/simulator';
import OpenAI from 'openai';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestNode, testAdminKey, type TestNode } from '../api/support/test-node.ts';
import { type CutPoint, type HttpCutter, startCutter } from './support/http-cutter.ts';

let node: TestNode;
let simulator: Simulator;
let cutter: HttpCutter;
let baseUrl: string;
let shiftMs = 0;
const folder = mkdtempSync(join(tmpdir(), 'cofferdam-recovery-'));

beforeAll(async () => {
  const clock = (): number => Date.now() + shiftMs;
  const agent = fileURLToPath(new URL('support/dying-agent.ts', import.meta.url));
  [node, simulator] = await Promise.all([
    startTestNode({ clock }),
    startSimulator(),
    // One file for all processes: to read the sources anew in each would be most of the test's time.
    build({
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: ['cofferdam-source'] },
      ssr: { noExternal: true, resolve: { conditions: ['cofferdam-source'] } },
      build: { ssr: agent, outDir: folder, rollupOptions: { output: { entryFileNames: 'agent.mjs' } } },
    }),
  ]);
  baseUrl = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  cutter = await startCutter(Number(new URL(baseUrl).port));
});
afterAll(async () => {
  await Promise.all([node.close(), simulator.close(), cutter.close()]);
  rmSync(folder, { recursive: true });
});

interface Books {
  readonly booked: bigint;
  readonly estimated: bigint;
  readonly held: number;
  readonly running: number;
}

/** What the ledger has of an agent, by plain SQL, once all that is due has expired. */
async function books(agent: string): Promise<Books> {
  shiftMs += 3_600_000;
  await new Cofferdam({ baseUrl, apiKey: testAdminKey })
    .as({ agent: 'passer-by' })
    .withReservation({ amount_usd: '0.01' }, async () => ({ result: null, actual: nothingSpent }));
  const { rows } = await node.pool.query<Record<keyof Books, string>>(
    `SELECT coalesce(sum(cost_nano_usd), 0)::text AS booked,
            coalesce(sum(cost_nano_usd) FILTER (WHERE estimated), 0)::text AS estimated,
            (SELECT count(*) FROM reservations WHERE agent = $1 AND state = 'held')::text AS held,
            (SELECT count(*) FROM runs WHERE agent = $1 AND finished_at IS NULL)::text AS running
       FROM usage_records WHERE agent = $1`,
    [agent],
  );
  const { booked = '0', estimated = '0', held = '0', running = '0' } = rows[0] ?? {};
  return { booked: BigInt(booked), estimated: BigInt(estimated), held: Number(held), running: Number(running) };
}

/** What the provider bills an agent, whose name is its key there. */
function billed(agent: string): bigint {
  const own = simulator.truth().filter(({ credential }) => credential === agent);
  return own.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0n), 0n);
}

/** Every kind of call: a run, a reservation that is settled, one that is released, one that is extended, a report. */
async function work(agent: string): Promise<void> {
  const client = new Cofferdam({
    baseUrl: cutter.url,
    apiKey: testAdminKey,
    clock: { nowMs: () => Date.now(), wait: (ms, signal) => systemClock.wait(ms > 10_000 ? ms : 1, signal) },
  });
  const openai = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: agent });
  await client.run({ agent, limit_usd: '5' }, async (run) => {
    const messages = [{ role: 'user' as const, content: 'Say it.' }];
    await meterOpenAI(openai, run).chat.completions.create({ model: 'gpt-4o', messages, max_completion_tokens: 60 });
    await run.withReservation({ amount_usd: '1' }, async (held) => {
      await held.extend({ amount_usd: '2' });
      return { result: null, actual: nothingSpent };
    });
    await run.report({ source: agent, id: 'one', cost_usd: '0.25' });
  });
}

const reported = 250_000_000n;
const calls: readonly RegExp[] = [
  /^POST \/v1\/runs HTTP/,
  /^POST \/v1\/reservations HTTP/,
  /^POST \/v1\/reservations\/[^/]+\/settle /,
  /^POST \/v1\/reservations\/[^/]+\/extend /,
  /^POST \/v1\/reservations\/[^/]+\/release /,
  /^POST \/v1\/usage /,
  /^POST \/v1\/runs\/[^/]+\/finish /,
];

test.each<CutPoint>(['before', 'during', 'after'])(
  'the connection dies %s each call: all is booked, once',
  async (point) => {
    const agent = `cut-${point}`;
    const before = cutter.cuts();
    cutter.cut(calls, point);
    await work(agent);
    expect(cutter.cuts()).toBe(before + calls.length);
    expect(billed(agent)).toBeGreaterThan(0n);
    expect(await books(agent)).toEqual({ booked: billed(agent) + reported, estimated: 0n, held: 0, running: 0 });
  },
);

/** Runs the agent until it dies at a step. */
async function dieAt(step: string, agent: string, journal: string): Promise<void> {
  const given = [baseUrl, testAdminKey, simulator.url, journal, agent, step];
  const child = spawn(process.execPath, [join(folder, 'agent.mjs'), ...given], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the agent did not die at "${step}": ${said}`);
}

/** What the ledger must have in the end: what was truly done; or, where nobody can know that, what was reserved. */
const steps: readonly (readonly [step: string, outcome: 'exact' | 'as reserved', isReported: boolean])[] = [
  ['reservations unsent', 'exact', false],
  ['reservations unanswered', 'exact', false],
  ['begin unwritten', 'exact', false],
  ['begin written', 'as reserved', false],
  ['work done', 'as reserved', false],
  ['settle unwritten', 'as reserved', false],
  ['settle written', 'exact', false],
  ['settle unsent', 'exact', false],
  ['settle unanswered', 'exact', false],
  ['settle answered', 'exact', false],
  ['usage unwritten', 'exact', false],
  ['usage written', 'exact', true],
  ['usage unanswered', 'exact', true],
  ['finish unsent', 'exact', true],
  ['finish unanswered', 'exact', true],
  ['finish answered', 'exact', true],
];

describe('the process dies', () => {
  const agentOf = (step: string): string => step.replaceAll(' ', '-');
  const pathOf = (step: string): string => join(folder, `${agentOf(step)}.ndjson`);
  beforeAll(() => Promise.all(steps.map(([step]) => dieAt(step, agentOf(step), pathOf(step)))));

  test.each(steps)('%s: after recover the ledger is %s', async (step, outcome, isReported) => {
    const agent = agentOf(step);
    const path = pathOf(step);
    const journal = fileJournal(path);
    const client = new Cofferdam({ baseUrl, apiKey: testAdminKey, journal });
    expect((await client.recover()).left).toEqual([]);
    expect(await client.recover()).toEqual({ done: 0, left: [] });
    await journal.close();
    const found = await books(agent);
    const done = billed(agent) + (isReported ? reported : 0n);
    expect([found.held, found.running]).toEqual([0, 0]);
    if (outcome === 'exact') expect([found.booked, found.estimated]).toEqual([done, 0n]);
    else {
      expect(found.estimated).toBe(found.booked);
      expect(found.booked).toBeGreaterThanOrEqual(done);
    }
  });
});
