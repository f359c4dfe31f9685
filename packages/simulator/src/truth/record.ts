import type { Endpoint, Provider, Usage } from '../generation/call.ts';

/**
 * How a request ended: answered whole, given up by the client, cut off or failed by the simulator itself, refused with
 * an error status, or not yet.
 */
export type Outcome = 'completed' | 'aborted' | 'hung_up' | 'failed' | 'refused' | 'open';

/** What the simulator counted itself for one metered request. Token counts are in its own tokens. */
export interface TruthRecord extends Usage {
  /** The id in the answer's body, and the one in its `x-request-id` or `request-id` header. */
  readonly id: string;
  readonly requestId: string;
  /** The caller's own mark, from the behaviour `tag`. */
  readonly tag: string | null;
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** The model asked for, and the one that the answer names. */
  readonly model: string;
  readonly servedModel: string;
  /** The tier that served it, in the provider's words. */
  readonly tier: string;
  readonly stream: boolean;
  readonly choices: number;
  /** The cap that the request carried. */
  readonly cap: number | null;
  /** The credential that the request carried, whole: it never is a real one. */
  readonly credential: string | null;
  readonly status: number;
  readonly outcome: Outcome;
  /** Whether it costs anything: all but the refused. */
  readonly billed: boolean;
  /** Whether the client was told the whole usage: no in an answer that broke off, or whose protocol has none. */
  readonly usageReported: boolean;
  /** Visible and hidden tokens, and bytes of the body, that were handed to the connection. */
  readonly deliveredTokens: number;
  readonly deliveredBytes: number;
  /** The bill; 0 when not billed, null for a model without a price. */
  readonly costNanoUsd: bigint | null;
}
