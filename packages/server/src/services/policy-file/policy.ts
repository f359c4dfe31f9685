import type { BudgetTerms } from '../budgets/create-budget.ts';
import type { TargetChange } from '../channels/change-channel.ts';
import type { NewChannel } from '../channels/create-channel.ts';
import type { CallPolicy } from '../connections/call-policy.ts';
import type { OwnRules } from '../anomalies/rules.ts';
import type { StoredCeilingPrice, StoredOverridePrice } from '../price-book/stored-prices.ts';

/** A channel as a file has it. What is secret may be left out where the channel is there already: it stays then. */
export interface PolicyChannel {
  readonly name: string;
  readonly kind: NewChannel['settings']['kind'];
  /** What it would be made with; its secrets are the target's. */
  readonly made: NewChannel;
  /** What is secret, by the names of the wire; only what was given. */
  readonly secrets: Pick<TargetChange, 'url' | 'routing_key' | 'password'>;
  /** The members of its target that are not secret. */
  readonly target: TargetChange;
  readonly disabled: boolean;
}

/** What is left out stays as it is. */
export interface PolicyAgent {
  readonly id: string;
  readonly name?: string | undefined;
  readonly team?: string | null | undefined;
  readonly policy?: CallPolicy | null | undefined;
  /** In what it differs from the org, whole; null ends that. */
  readonly rules?: OwnRules | null | undefined;
}

export interface PolicyTeam {
  readonly id: string;
  readonly name: string;
}

export interface PolicyPrice {
  readonly provider: string;
  readonly model: string;
  readonly price: StoredOverridePrice;
}

/** A policy file. A section that it leaves out is none of its business. */
export interface Policy {
  readonly budgets?: readonly BudgetTerms[] | undefined;
  readonly channels?: readonly PolicyChannel[] | undefined;
  readonly agents?: readonly PolicyAgent[] | undefined;
  readonly teams?: readonly PolicyTeam[] | undefined;
  readonly prices?: readonly PolicyPrice[] | undefined;
  readonly ceiling?: StoredCeilingPrice | null | undefined;
  readonly anomalyRules?: OwnRules | undefined;
}

export function priceName({ provider, model }: Pick<PolicyPrice, 'provider' | 'model'>): string {
  return `${provider}/${model}`;
}
