import { formatUsd } from '@cofferdam/core';
import type { Colour } from '../terminal/colour.ts';
import { formatCount, formatDuration } from '../terminal/figures.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { AgentState, AgentTally } from './agent-tally.ts';
import { nanoUsd } from './allowance.ts';
import { shortName } from './fleet.ts';

/** What the agents of a demo spend, while they do. */
export interface LiveView {
  /** Draws, where it is time to. */
  update(): void;
  /** Says that the agents come to their end. */
  stopping(): void;
  /** Draws the last state, and leaves it there. */
  finish(): void;
}

const redrawMs = 80;
const lineMs = 5_000;
/** From this share of its budget on an agent's bar is yellow. */
const warningShare = 0.7;
const [leastBar, longestBar] = [8, 30];

/** What a line has beside its bar: name, figures, calls and state. */
const besideBar = 70;

/** A narrower terminal would break the lines, and what is drawn over them would not fit. */
const leastColumns = besideBar + leastBar;

/**
 * A bar for each agent, drawn again in its place on a terminal; elsewhere (a log, a pipe) one line every five seconds.
 * It keeps no timer: it draws when it is told of something.
 */
export function createLiveView(
  terminal: Pick<Terminal, 'err' | 'errIsTerminal' | 'columns' | 'nowMs'>,
  colour: Colour,
  tallies: readonly AgentTally[],
): LiveView {
  const startMs = terminal.nowMs();
  const isLive = terminal.errIsTerminal && terminal.columns >= leastColumns;
  let drawnMs = -Infinity;
  let isDrawn = false;
  let words = '';
  let note = '';
  const draw = (): void => {
    drawnMs = terminal.nowMs();
    const elapsed = formatDuration(drawnMs - startMs);
    if (!isLive) return terminal.err(`${elapsed}  ${(words = wordsOf(tallies))}\n`);
    const lines = [...barLines(tallies, terminal.columns, colour), colour.dim(`  ${elapsed}${note}`)];
    const up = isDrawn ? `\u001B[${lines.length}A` : '';
    isDrawn = true;
    return terminal.err(`${up}${lines.map((line) => `\r\u001B[2K${line}\n`).join('')}`);
  };
  return {
    update() {
      if (terminal.nowMs() - drawnMs >= (isLive ? redrawMs : lineMs)) draw();
    },
    stopping() {
      note = '  Stopping: calls under way are finished first.';
      if (isLive) draw();
      else terminal.err(`${note.trim()}\n`);
    },
    finish() {
      if (isLive || wordsOf(tallies) !== words) draw();
    },
  };
}

function wordsOf(tallies: readonly AgentTally[]): string {
  const agents = tallies.map((tally) => {
    const { agent, answered, spentNanoUsd } = tally;
    const calls = answered.length === 1 ? '1 call' : `${formatCount(answered.length)} calls`;
    return `${shortName(agent)} ${formatUsd(spentNanoUsd)} USD in ${calls}${stateOf(tally)}`;
  });
  return agents.join('; ');
}

function stateOf({ state, refused }: AgentTally): string {
  return state === 'stopped' ? `, stopped, refused ${formatCount(refused)}` : '';
}

function barLines(tallies: readonly AgentTally[], columns: number, colour: Colour): string[] {
  const barWidth = Math.min(longestBar, Math.max(leastBar, columns - besideBar));
  return tallies.map((tally) => {
    const { agent, answered, spentNanoUsd } = tally;
    const limitNanoUsd = nanoUsd(agent.allowanceUsd);
    const share = Number((spentNanoUsd * 1000n) / limitNanoUsd) / 1000;
    const filled = Math.min(barWidth, Math.round(share * barWidth));
    const name = shortName(agent).padEnd(12);
    const amount = `${cents(spentNanoUsd)} of ${cents(limitNanoUsd)} USD`;
    const calls = `${formatCount(answered.length).padStart(3)} call${answered.length === 1 ? ' ' : 's'}`;
    const bar = painted(colour, tally.state, share, '█'.repeat(filled)) + colour.dim('░'.repeat(barWidth - filled));
    return `  ${name}${bar}  ${amount}  ${calls}${tally.state === 'stopped' ? colour.red(stateOf(tally)) : ''}`;
  });
}

function painted(colour: Colour, state: AgentState, share: number, text: string): string {
  if (state === 'stopped') return colour.red(text);
  return share >= warningShare ? colour.yellow(text) : colour.green(text);
}

/** Hundredths of a cent, the rest cut off: a line that moves is to be glanced at; the table has all of it. */
function cents(nano: bigint): string {
  const [whole = '0', fraction = ''] = formatUsd(nano).split('.');
  return `${whole}.${fraction.slice(0, 4).padEnd(4, '0')}`;
}
