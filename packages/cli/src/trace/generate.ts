import { codeAssistant } from './code-assistant.ts';
import { draw } from './distribution.ts';
import { createRandom } from './random.ts';

export interface TraceOptions {
  rows: number;
  /** Any safe integer; the same rows and seed give the same trace, byte for byte. */
  seed: number;
  startMs?: number;
}

const traceHeader = 'TIMESTAMP,ContextTokens,GeneratedTokens';

const defaultStartMs = Date.UTC(2023, 10, 16, 18, 0, 0);
/** Timestamps have seven decimals of a second: steps of 100 ns. */
const ticksPerMs = 10_000;

/** Lines of a made-up trace, the header first, each with its line end: requests as a busy coding assistant gets them. */
export function* generateTrace({ rows, seed, startMs = defaultStartMs }: TraceOptions): Generator<string> {
  const random = createRandom(seed);
  let elapsedTicks = 0;
  yield `${traceHeader}\n`;
  for (let row = 0; row < rows; row += 1) {
    const contextTokens = Math.round(draw(codeAssistant.contextTokens, random));
    const generatedTokens = Math.round(draw(codeAssistant.generatedTokens, random));
    yield `${formatTimestamp(startMs, elapsedTicks)},${contextTokens},${generatedTokens}\n`;
    elapsedTicks += Math.round(draw(codeAssistant.gapMs, random) * ticksPerMs);
  }
}

/** Ticks are counted from the start, because ticks since 1970 are beyond the integers a number holds exactly. */
function formatTimestamp(startMs: number, elapsedTicks: number): string {
  const time = new Date(startMs + Math.floor(elapsedTicks / ticksPerMs)).toISOString();
  const ticks = String(elapsedTicks % ticksPerMs).padStart(4, '0');
  return `${time.slice(0, 10)} ${time.slice(11, 23)}${ticks}`;
}
