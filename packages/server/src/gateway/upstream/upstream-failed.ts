import { problemOf, type Problem } from '../../errors/problem.ts';

/**
 * How a call to an upstream failed: `connect` before there was a connection, `forbidden_target` because the address is
 * one that this server may not reach, `timeout` while waiting for the answer or for more of it, `reset` by the other
 * side, `aborted` by us, `protocol` where what came is not an answer that can be read.
 */
export type UpstreamFailure = 'connect' | 'forbidden_target' | 'timeout' | 'reset' | 'aborted' | 'protocol';

/** A call to an upstream that brought no answer, or only the beginning of one. */
export class UpstreamFailed extends Error {
  readonly kind: UpstreamFailure;
  /**
   * The request may have reached the upstream, and so may have cost something. Only where this is false may a
   * reservation be released: free inference by hanging up is what it guards against.
   */
  readonly dispatched: boolean;

  constructor(kind: UpstreamFailure, message: string, dispatched: boolean, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.dispatched = dispatched;
  }
}

/**
 * What the caller is told of a failure. The cause is for the log alone: it names addresses of the operator's network.
 */
export function problemOfFailure({ kind, dispatched }: UpstreamFailed): Problem {
  switch (kind) {
    case 'forbidden_target':
      return problemOf('target_forbidden', "the connection's base URL leads to an address that is not allowed");
    case 'timeout':
      return problemOf('upstream_timeout', 'the provider did not answer in time');
    case 'connect':
      return problemOf('upstream_unreachable', 'no connection to the provider could be made');
    case 'reset':
    case 'aborted':
    case 'protocol':
      return dispatched
        ? problemOf('upstream_failed', kind === 'protocol' ? 'the answer cannot be read' : 'the provider broke off')
        : problemOf('upstream_unreachable', 'the request could not be sent to the provider');
  }
}
