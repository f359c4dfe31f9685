import { expect, it } from 'vitest';
import { type AgentTally, newTally } from '../../src/demo/agent-tally.ts';
import { fleet } from '../../src/demo/fleet.ts';
import { createLiveView } from '../../src/demo/live-view.ts';
import { createColour } from '../../src/terminal/colour.ts';
import { createFakeTerminal, type FakeTerminal } from '../fake-terminal.ts';

const plain = createColour(false, {});

/** The fleet; the runaway has spent so much of its 0.25 USD in two calls. */
function tallies(spentNanoUsd: bigint): AgentTally[] {
  const all = fleet.map(newTally);
  const call = { inputTokens: 1, outputTokens: 1, costNanoUsd: 1n, remainingUsd: null, clampedTokens: null };
  const runaway = all.at(-1);
  if (runaway !== undefined) Object.assign(runaway, { answered: [call, call], spentNanoUsd });
  return all;
}

function viewOn(terminal: FakeTerminal, all: AgentTally[]): ReturnType<typeof createLiveView> {
  return createLiveView(terminal, plain, all);
}

it('draws a bar for each agent, and again in the same lines', async () => {
  const all = tallies(125_000_000n);
  const terminal = createFakeTerminal({ isTerminal: true });
  const view = viewOn(terminal, all);
  view.update();
  const bar = '█'.repeat(15) + '░'.repeat(15);
  expect(terminal.stderr).toContain(`  runaway     ${bar}  0.1250 of 0.2500 USD    2 calls\n`);
  expect(terminal.stderr.split('\n')).toHaveLength(fleet.length + 2);
  view.update();
  expect(terminal.stderr.split('\n')).toHaveLength(fleet.length + 2);
  await terminal.wait(1000);
  view.update();
  expect(terminal.stderr).toContain(`\u001B[${fleet.length + 1}A`);
  expect(terminal.stderr.split('\u001B[2K')).toHaveLength(2 * (fleet.length + 1) + 1);
});

it('fits the narrowest terminal that it draws on, also when an agent was stopped', () => {
  const all = tallies(250_000_000n);
  const runaway = all.at(-1);
  if (runaway !== undefined) Object.assign(runaway, { state: 'stopped', refused: 999 });
  const terminal = Object.assign(createFakeTerminal({ isTerminal: true }), { columns: 80 });
  viewOn(terminal, all).finish();
  const lines = terminal.stderr.replaceAll('\r\u001B[2K', '').split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(terminal.stderr).toContain(', stopped, refused 999');
});

it.each([
  ['elsewhere', { isTerminal: false }, 120],
  ['on a terminal that is too narrow', { isTerminal: true }, 60],
])('writes a line every five seconds %s, and the same line once', async (_, options, columns) => {
  const all = tallies(125_000_000n);
  const terminal = Object.assign(createFakeTerminal(options), { columns });
  const view = viewOn(terminal, all);
  for (let seconds = 0; seconds < 6; seconds += 1) {
    view.update();
    await terminal.wait(1000);
  }
  view.finish();
  const lines = terminal.stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^0:05 {2}support-bot 0 USD in 0 calls; .*; runaway 0\.125 USD in 2 calls$/);
  expect(terminal.stderr).not.toContain('\u001B');
});

it('says once that it comes to its end', () => {
  const terminal = createFakeTerminal();
  viewOn(terminal, tallies(0n)).stopping();
  expect(terminal.stderr).toBe('Stopping: calls under way are finished first.\n');
});
