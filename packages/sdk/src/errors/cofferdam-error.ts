/** What is wrong with one field of a request. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

/** Anything that a call of this library can fail with, but for the reason of an aborted signal. */
export class CofferdamError extends Error {
  override readonly name: string = 'CofferdamError';
  /** What programs look at: a code of docs/reference/errors.md, or one of this library. */
  readonly code: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** What happened, for people. */
  readonly detail: string;
  /** The id of the request in the log of the server. */
  readonly requestId: string | null;
  /** The field of the request that is wrong, where one is named. */
  readonly field: string | null = null;
  /** Every field that is wrong, where several are told. */
  readonly errors: readonly FieldProblem[] = [];
  /** To ask again as it was asked would be of no use. */
  readonly isFinal: boolean;

  constructor(
    detail: string,
    {
      code,
      status = 0,
      requestId = null,
      isFinal,
      cause,
    }: { code: string; status?: number; requestId?: string | null; isFinal: boolean; cause?: unknown },
  ) {
    super(detail, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.requestId = requestId;
    this.isFinal = isFinal;
  }
}
