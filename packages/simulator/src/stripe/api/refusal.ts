/** An error as Stripe answers it: `{ error: { type, code?, param?, message } }`. */
export class StripeRefusal extends Error {
  override readonly name = 'StripeRefusal';
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, string>> };

  constructor(status: number, message: string, more: { type?: string; code?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    const { type = 'invalid_request_error', ...rest } = more;
    this.body = { error: { type, message, ...rest } };
  }
}

export function noSuch(kind: string, id: string, param = 'id'): StripeRefusal {
  return new StripeRefusal(404, `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

export function badParameter(param: string, message: string, code?: string): StripeRefusal {
  return new StripeRefusal(400, message, { param, ...(code !== undefined && { code }) });
}
