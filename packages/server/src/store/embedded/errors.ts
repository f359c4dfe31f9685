/** Anything that keeps the embedded Postgres from running. The message says what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** Another live Cofferdam server holds the data directory; nothing in it was touched. */
export class DataDirectoryInUse extends EmbeddedPostgresError {
  override readonly name = 'DataDirectoryInUse';
  readonly dataDir: string;

  constructor(dataDir: string, detail: string) {
    super(
      `The data directory ${dataDir} is in use: ${detail}. ` +
        'Stop that server first, or give this one a directory of its own with COFFERDAM_DATA_DIR.',
    );
    this.dataDir = dataDir;
  }
}

/** As root: the unprivileged user that runs Postgres cannot enter `directory`, which lies on the way to the data. */
export class DataDirectoryUnreachable extends EmbeddedPostgresError {
  override readonly name = 'DataDirectoryUnreachable';
  readonly directory: string;

  constructor(dataDir: string, directory: string, userName: string) {
    super(
      `Postgres does not run as root, so Cofferdam runs it as the user ${userName}, who cannot enter ${directory} ` +
        `on the way to the data directory ${dataDir}. Either allow it with: chmod o+x ${directory} ` +
        '- or point COFFERDAM_DATA_DIR at a directory outside it, such as /var/lib/cofferdam.',
    );
    this.directory = directory;
  }
}

/** The data directory cannot be created or written, or holds something that is not ours. */
export class DataDirectoryUnusable extends EmbeddedPostgresError {
  override readonly name = 'DataDirectoryUnusable';
  readonly dataDir: string;

  constructor(dataDir: string, detail: string, cause?: unknown) {
    super(`The data directory ${dataDir} cannot be used: ${detail}.`, { cause });
    this.dataDir = dataDir;
  }
}

/** There are no Postgres binaries for this platform, or they cannot be run here. */
export class PostgresBinariesUnusable extends EmbeddedPostgresError {
  override readonly name = 'PostgresBinariesUnusable';

  constructor(detail: string, cause?: unknown) {
    super(
      `The embedded Postgres cannot run here: ${detail}. ` +
        'Set COFFERDAM_DATABASE_URL to use a Postgres of your own (15 or later).',
      { cause },
    );
  }
}

/** A Postgres program gave up; the message carries its last lines of output. */
export class PostgresFailed extends EmbeddedPostgresError {
  override readonly name = 'PostgresFailed';

  constructor(program: string, output: readonly string[], cause?: unknown) {
    const said = output.length > 0 ? output.join('\n  ') : 'it said nothing';
    super(`${program} failed:\n  ${said}${diskHint(output)}`, { cause });
  }
}

function diskHint(output: readonly string[]): string {
  return output.some((line) => /no space left on device/i.test(line)) ? '\nFree some disk space and start again.' : '';
}

/** The `code` of a Node system error (`ENOENT`, …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
