import { CommandFailure } from '../exit.ts';

/** No answer came. Whether the request was carried out is unknown, unless the connection was refused. */
export class ConnectionFailure extends CommandFailure {
  constructor(url: string, cause: unknown) {
    const code = codeOf(cause);
    super(describe(url, code, cause), advise(url, code));
    this.cause = cause;
  }
}

function describe(url: string, code: string | undefined, cause: unknown): string {
  if (code === 'ECONNREFUSED') return `nothing answers at ${url} (connection refused)`;
  if (code === 'ENOTFOUND') return `the host of ${url} is not known`;
  if (code === 'ETIMEDOUT') return `${url} did not answer in time`;
  return `the connection to ${url} failed (${code ?? messageOf(cause)})`;
}

function advise(url: string, code: string | undefined): string | undefined {
  if (code === 'ECONNREFUSED')
    return 'Start the server with `cofferdam start`, or name another one with --url or COFFERDAM_URL.';
  if (code === 'ENOTFOUND') return 'Check --url and COFFERDAM_URL.';
  return `Look at the server's log, and at ${url}/readyz.`;
}

/** The error of the socket, or what it was caused by. */
function codeOf(cause: unknown): string | undefined {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && error.code.startsWith('E')) return error.code;
  }
  return undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
