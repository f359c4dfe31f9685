import fc from 'fast-check';
import { expect, test } from 'vitest';
import { call as callNode, type Nodes, type Reply, startNodes, tally } from '../lane/support/nodes.ts';
import { type Operation, operations } from './support/operations.ts';
import { brokenOrder, type Call, firstState, replayBySeq } from './support/replay.ts';

const clients = 16;
const callsEach = 30;
const nobody = '01a00000-0000-7000-8000-000000000000';

/** Everything that the clients did and were told, on one clock. */
class History {
  readonly calls: Call[] = [];
  readonly replies: Reply[] = [];
  readonly reservations: string[] = [];
  #tick = 0;

  async make(nodes: Nodes, client: number, pick: number, operation: Operation): Promise<void> {
    const target = operation.needsTarget
      ? (this.reservations.at(pick % Math.max(1, this.reservations.length)) ?? nobody)
      : '';
    const sentAt = (this.#tick += 1);
    const node = nodes.nodes[(client + pick) % nodes.nodes.length]!;
    const reply = await callNode(node, 'POST', operation.path(target), operation.body);
    this.replies.push(reply);
    const { status, text, body, seq } = reply;
    const answeredAt = (this.#tick += 1);
    if (seq === null) throw new Error(`no seq: ${text}`);
    const isNew = !operation.needsTarget && status === 201 && typeof body['id'] === 'string';
    if (isNew && body['state'] === 'held') this.reservations.push(String(body['id']));
    const command = operation.command(isNew ? String(body['id']) : target || nobody);
    this.calls.push({ command, render: operation.render, sentAt, answeredAt, seq, status, text });
  }
}

async function budgets(nodes: Nodes): Promise<void> {
  const limits = [
    { name: 'org', per: 'org', window: 'lifetime', limit_usd: '0.0000003' },
    { name: 'agents', per: 'agent', window: 'month', limit_usd: '0.0000001' },
    { name: 'users', per: 'user', window: 'lifetime', limit_requests: 40 },
    { name: 'open', per: 'agent', limit_concurrent: 6 },
  ];
  for (const limit of limits) await nodes.must('/v1/budgets', limit);
}

interface CounterRow {
  budget_id: string;
  subject: string;
  spent: bigint;
  reserved: bigint;
}

const script = fc.array(fc.tuple(fc.nat(), operations), { minLength: callsEach, maxLength: callsEach });

/** Answers that must be among those compared, or the clients never got into each other's way. */
const expectedAnswers = [
  '201',
  '200',
  '402 budget_exceeded',
  '429 budget_in_flight',
  '409 already_settled',
  '409 reservation_not_open',
];

test('the answers of two nodes to many clients are those of one ledger that takes one call at a time, in the order of seq', async () => {
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: clients, maxLength: clients }), async (scripts) => {
      const timeMs = Math.floor(Date.now() / 1_000) * 1_000;
      const nodes = await startNodes(2, { clock: () => timeMs, maxBatch: 16 });
      try {
        await budgets(nodes);
        const state = await firstState(nodes.pool, timeMs);
        const history = new History();
        await Promise.all(
          scripts.map(async (steps, client) => {
            for (const [pick, operation] of steps) await history.make(nodes, client, pick, operation);
          }),
        );
        expect(brokenOrder(history.calls)).toEqual([]);
        replayBySeq(state, history.calls);
        for (const answer of Object.keys(tally(history.replies))) met.add(answer);
        const { rows: lanes } = await nodes.pool.query<{ seq: bigint }>('SELECT seq FROM org_lanes');
        expect(lanes).toEqual([{ seq: BigInt(state.seq) }]);
        const { rows } = await nodes.pool.query<CounterRow>('SELECT budget_id, subject, spent, reserved FROM counters');
        const name = (id: string, subject: string): string => `${id} ${subject}`;
        const stored = new Map(rows.map((row) => [name(row.budget_id, row.subject), [row.spent, row.reserved]]));
        const replayed = [...state.counters.values()].map(
          (one) => [name(one.budgetId, one.subject), [one.spent, one.reserved]] as const,
        );
        expect(stored).toEqual(new Map(replayed));
        await nodes.expectVerified();
      } finally {
        await nodes.close();
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
  expect(expectedAnswers.filter((answer) => !met.has(answer))).toEqual([]);
}, 120_000);
