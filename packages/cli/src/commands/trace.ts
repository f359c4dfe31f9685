import type { Command } from 'commander';
import type { CommandContext } from '../session.ts';
import { generateTrace } from '../trace/generate.ts';
import { readCount } from './read-count.ts';

const chunkLines = 1000;

export function addTrace(program: Command, context: CommandContext): void {
  const trace = program.command('trace').description('made-up traces, for replays without real input');
  trace
    .command('generate')
    .description('print a trace in the shape of a busy coding assistant: TIMESTAMP,ContextTokens,GeneratedTokens')
    .option('--rows <n>', 'how many calls', '8819')
    .option('--seed <n>', 'the same rows and seed give the same trace', '1')
    .action(async (options: { rows: string; seed: string }) => {
      const lines = generateTrace({ rows: readCount('--rows', options.rows), seed: readCount('--seed', options.seed) });
      let chunk: string[] = [];
      for (const line of lines) {
        if (chunk.push(line) < chunkLines) continue;
        await context.terminal.outAndDrain(chunk.join(''));
        chunk = [];
      }
      await context.terminal.outAndDrain(chunk.join(''));
    });
}
