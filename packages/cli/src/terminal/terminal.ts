/** Everything a command needs from the process around it, so that a test can stand in for the process. */
export interface Terminal {
  /** Results: tables and JSON. */
  out(text: string): void;
  /** Progress, notes and errors, so that `> file` and pipes get results alone. */
  err(text: string): void;
  /** A result too large for one string; resolves once the reader has taken it. */
  outAndDrain(text: string): Promise<void>;
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  columns: number;
  env: Readonly<Record<string, string | undefined>>;
  homeDir: string;
  isRoot: boolean;
  nowMs(): number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>;
  newId(): string;
  /** The text of a file, or of the standard input. Rejects where there is none, or what is there is not UTF-8. */
  readFile(path: string): Promise<string>;
  readInput(): Promise<string>;
  /** Calls back at each Ctrl-C instead of ending the process, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}
