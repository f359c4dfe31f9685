import { CofferdamError } from './cofferdam-error.ts';

/** No answer came, or none that is whole. Whether the request was carried out is not known. */
export class ConnectionError extends CofferdamError {
  override readonly name: string = 'ConnectionError';

  constructor(detail: string, cause?: unknown, code = 'unreachable') {
    super(detail, { code, isFinal: false, cause });
  }
}

/** No answer came in time. Whether the request was carried out is not known. */
export class TimeoutError extends ConnectionError {
  override readonly name: string = 'TimeoutError';

  constructor(detail: string) {
    super(detail, undefined, 'timeout');
  }
}
