import { CommandFailure } from '../exit.ts';
import type { Terminal } from './terminal.ts';

/** A file's text; `-` is the standard input. Throws a CommandFailure. */
export async function readText(file: string, terminal: Pick<Terminal, 'readFile' | 'readInput'>): Promise<string> {
  try {
    return file === '-' ? await terminal.readInput() : await terminal.readFile(file);
  } catch (error) {
    const name = file === '-' ? 'the standard input' : file;
    throw new CommandFailure(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
