import { CommandFailure } from '../exit.ts';

const shown = 10;

/** Collects what is wrong with a file, so that one run names all its bad lines and not the first alone. */
export class BadLines {
  readonly #fileName: string;
  readonly #messages: string[] = [];

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  add(line: number, message: string): void {
    this.#messages.push(`${this.#fileName}:${line}: ${message}`);
  }

  /** Throws a CommandFailure if there were any. */
  check(): void {
    if (this.#messages.length === 0) return;
    const rest = this.#messages.length - shown;
    const lines = [...this.#messages.slice(0, shown), ...(rest > 0 ? [`… and ${rest} more`] : [])];
    throw new CommandFailure(lines.join('\n'), 'Nothing was sent.');
  }
}
