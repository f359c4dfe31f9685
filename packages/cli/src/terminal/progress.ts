import { formatCount, formatDuration } from './figures.ts';

export interface ProgressState {
  done: number;
  total: number;
  /** What the calls have cost so far, a decimal string in USD. */
  spentUsd: string;
  refused: number;
  /** Time left, where the caller knows better than the rate so far (a replay at the pace of its timestamps). */
  remainingMs?: number;
}

export interface Progress {
  /** The state is only asked for when it is time to draw. */
  update(state: () => ProgressState): void;
  /** Draws the last state and leaves the line. */
  finish(state: ProgressState): void;
}

export interface ProgressOptions {
  write(text: string): void;
  isTerminal: boolean;
  columns: number;
  nowMs(): number;
}

const redrawMs = 100;
const lineMs = 5000;
const barWidth = 24;

/**
 * A bar that is redrawn in place on a terminal; elsewhere (a log, a pipe) a whole line every five seconds.
 * It keeps no timer: it draws when it is told of something, so it can never hold the process open.
 */
export function createProgress(options: ProgressOptions): Progress {
  const startMs = options.nowMs();
  const intervalMs = options.isTerminal ? redrawMs : lineMs;
  let drawnMs = startMs;
  const draw = (state: ProgressState) => {
    drawnMs = options.nowMs();
    const text = describe(state, drawnMs - startMs);
    if (!options.isTerminal) return options.write(`${text}\n`);
    const line = `${bar(state)} ${text}`;
    options.write(`\r\u001B[2K${line.slice(0, Math.max(1, options.columns - 1))}`);
  };
  return {
    update(state) {
      if (options.nowMs() - drawnMs >= intervalMs) draw(state());
    },
    finish(state) {
      draw(state);
      if (options.isTerminal) options.write('\n');
    },
  };
}

function describe(state: ProgressState, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? (state.done * 1000) / elapsedMs : 0;
  const percent = state.total > 0 ? Math.floor((state.done * 100) / state.total) : 100;
  const left = state.total - state.done;
  const remainingMs = state.remainingMs ?? (perSecond > 0 ? (left / perSecond) * 1000 : undefined);
  const eta =
    left === 0
      ? `took ${formatDuration(elapsedMs)}`
      : `ETA ${remainingMs === undefined ? '-' : formatDuration(remainingMs)}`;
  const counts = `${String(percent).padStart(3)}% ${formatCount(state.done)}/${formatCount(state.total)}`;
  return `${counts}  ${formatCount(Math.round(perSecond))}/s  ${eta}  spent ${state.spentUsd} USD  refused ${formatCount(state.refused)}`;
}

function bar(state: ProgressState): string {
  const filled = state.total > 0 ? Math.floor((state.done * barWidth) / state.total) : barWidth;
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}
