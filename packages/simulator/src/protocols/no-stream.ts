import type { Oddities } from '../delivery/deliver-stream.ts';

/** What can stand in the stream of an endpoint that has none. */
export function noOddities(): Oddities {
  return { failure: '', filler: () => '', malformed: '', comment: '' };
}
