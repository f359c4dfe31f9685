import type { WriteRefusal } from '../protocol.ts';

const types: Readonly<Record<number, string>> = {
  401: 'invalid_request_error',
  402: 'insufficient_quota',
  429: 'requests',
  500: 'server_error',
  503: 'server_error',
  529: 'server_error',
};

const codes: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  402: 'insufficient_quota',
  429: 'rate_limit_exceeded',
};

/** OpenAI's error object. */
export const writeOpenaiRefusal: WriteRefusal = ({ message, status, param, code }) => ({
  error: {
    message,
    type: types[status] ?? 'invalid_request_error',
    param,
    code: code ?? codes[status] ?? null,
  },
});
