import { type Cause, causeOf } from './cause.ts';
import type { MeasuredCharge } from './measure.ts';
import type { Norm } from './norm.ts';
import type { AnomalyRules } from './rules.ts';
import { type Usual, usualOf } from './usual.ts';

/** What is known of an agent before a charge: of the charge's own model or tool, and of all that the agent does. */
export interface KnownNorms {
  readonly own: Norm | null;
  readonly agent: Norm | null;
}

export type ChargeVerdict =
  | { readonly kind: 'off' }
  /** Too little money to tell of. */
  | { readonly kind: 'small' }
  /** Nothing, or too little, is known of what is usual. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'usual' }
  | {
      readonly kind: 'anomaly';
      /** Whose norm it was compared with. */
      readonly against: 'own' | 'agent';
      readonly usual: Usual;
      readonly cause: Cause;
    };

/**
 * Whether a charge is out of character: more than `factor` times the norm of its own model or tool; where too few charges
 * of that are known, of its agent. Guards in order; the charge itself must not be in the norms yet.
 */
export function decideCharge({ own, agent }: KnownNorms, charge: MeasuredCharge, rules: AnomalyRules): ChargeVerdict {
  if (!rules.enabled) return { kind: 'off' };
  if (charge.costNanoUsd < rules.minAmountNanoUsd || charge.costNanoUsd === 0n) return { kind: 'small' };
  const [ofOwn, ofAgent] = [usualOf(own, 'cost'), usualOf(agent, 'cost')];
  const isOwn = ofOwn !== null && ofOwn.count >= rules.minCharges;
  const [norm, usual] = isOwn ? [own, ofOwn] : [agent, ofAgent];
  if (norm === null || usual === null || usual.count < rules.minCharges) return { kind: 'unknown' };
  if (charge.costNanoUsd <= BigInt(rules.factor) * usual.norm) return { kind: 'usual' };
  return { kind: 'anomaly', against: isOwn ? 'own' : 'agent', usual, cause: causeOf(norm, charge, usual, isOwn) };
}
