import type { Command } from 'commander';
import type { CommandContext } from '../session.ts';

export function addStart(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('run the server in this process, until Ctrl-C; configured by COFFERDAM_… variables')
    .action(() => context.server.start());
}
