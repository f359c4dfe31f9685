import { expect, test } from 'vitest';
import { createTestDatabase } from '../../packages/server/test/postgres.ts';
import { makePlan } from '../plan/plan.ts';
import { simulate } from '../run/simulate.ts';
import { fullSize, shortSize } from '../sizes.ts';

test('the same seed makes the same plan, another one another', () => {
  expect(makePlan(7, fullSize)).toEqual(makePlan(7, fullSize));
  expect(makePlan(7, fullSize).rounds).not.toEqual(makePlan(8, fullSize).rounds);
});

test('a plan does everything that a plan can do, to every node', () => {
  const { rounds } = makePlan(1, { ...fullSize, rounds: 400 });
  const actions = rounds.flatMap((round) => round.actions);
  const deeds = new Set(actions.map(({ deed }) => deed.kind));
  expect(deeds.size).toBe(22);
  expect(new Set(actions.map(({ node }) => node)).size).toBe(fullSize.nodes);
  expect(new Set(actions.map(({ patience }) => patience)).size).toBe(3);
  const faults = new Set(rounds.flatMap((round) => round.faults.map(({ kind }) => kind)));
  expect(faults).toEqual(new Set(['cut', 'slow', 'kill', 'unreachable', 'sessions ended', 'database killed', 'clock']));
});

test('two nodes, three orgs and everything that goes wrong: what was answered is there, once, and every figure adds up', async () => {
  const database = await createTestDatabase();
  try {
    const { findings, actions, answers } = await simulate({ database: database.connection, seed: 4, size: shortSize });
    expect(findings).toEqual([]);
    expect(actions).toBeGreaterThan(150);
    expect(answers['201']).toBeGreaterThan(30);
  } finally {
    await database.drop();
  }
}, 120_000);
