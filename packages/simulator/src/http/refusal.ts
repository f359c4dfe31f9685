/** An answer that is an error. Each protocol has its own body for it; nothing is billed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** The field at fault, where there is one. */
  readonly param: string | null;
  /** Sent as `Retry-After`, in seconds. */
  readonly retryAfterSeconds: number | null;
  /** OpenAI's `error.code`, where the provider documents one. */
  readonly code: string | null;

  constructor(
    status: number,
    message: string,
    param: string | null = null,
    more: { code?: string; retryAfterSeconds?: number | null } = {},
  ) {
    super(message);
    this.status = status;
    this.param = param;
    this.code = more.code ?? null;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}
