import type { BoundRequest } from '../prices/index.ts';
import type { TokenBuckets } from '../usage/index.ts';

export interface TokenCharge {
  readonly provider: string;
  readonly model: string;
  readonly timeMs: number;
  readonly buckets: TokenBuckets;
  readonly serviceTier: string | null;
}

export interface ToolCharge {
  readonly provider: string | null;
  readonly model: string | null;
  readonly tool: string;
  readonly quantity: string;
  readonly timeMs: number;
}

export interface TokenEstimate {
  readonly provider: string;
  readonly model: string;
  readonly timeMs: number;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

/** `estimated` says that the price is not the model's own (a ceiling, a loose match): the figure is not exact. */
export type Priced =
  | {
      readonly kind: 'priced';
      readonly costNanoUsd: bigint;
      readonly priceVersion: string;
      readonly estimated: boolean;
    }
  | { readonly kind: 'unpriced'; readonly reason: string };

/** The org's prices at the moment of a batch. Unknown is never free: it is `unpriced`. */
export interface Pricing {
  rate(charge: TokenCharge): Priced;
  rateTool(charge: ToolCharge): Priced;
  estimate(estimate: TokenEstimate): Priced;
  /** The most that a call can cost, in nano-USD; null where some part of it has no price. */
  bound(request: BoundRequest): bigint | null;
  /** The name of the model among its names that prices are kept under; the name itself where it is the only one known. */
  canonical(provider: string, model: string, timeMs: number): string;
  isPriced(provider: string, model: string, timeMs: number): boolean;
}
