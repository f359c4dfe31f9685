import { invalidField } from '../errors/problem.ts';

/** Reads a request's body as JSON. Raises `invalid_request`. */
export function readBody(bytes: Buffer | null): unknown {
  if (bytes === null || bytes.length === 0) return invalidField('body', 'is required');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return invalidField('body', 'is not JSON');
  }
}
