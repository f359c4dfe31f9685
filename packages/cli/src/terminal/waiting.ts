import { formatDuration } from './figures.ts';
import type { Terminal } from './terminal.ts';

const redrawMs = 1_000;
const clearLine = '\r\u001B[2K';

/** Says on the terminal what is waited for and for how long, and leaves nothing of it behind. Quiet in a pipe or a log. */
export async function whileWaiting<Result>(
  terminal: Terminal,
  text: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!terminal.errIsTerminal) return work();
  const over = new AbortController();
  const startMs = terminal.nowMs();
  const draw = async (): Promise<void> => {
    while (!over.signal.aborted) {
      terminal.err(`${clearLine}${text} ${formatDuration(terminal.nowMs() - startMs)}`);
      await terminal.wait(redrawMs, over.signal);
    }
  };
  const drawing = draw();
  try {
    return await work();
  } finally {
    over.abort();
    await drawing;
    terminal.err(clearLine);
  }
}
