/** What the shell is told. `interrupted` is 128 + SIGINT, as shells have it. */
export const exitCode = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The command was called wrongly: nothing was sent. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command could not do what it was asked. Ends with exit code 1; `advice` says what to do about it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}
