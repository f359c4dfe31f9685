/**
 * The tables "Content constraints" of the columns of FOCUS 1.2 (https://focus.finops.org/focus-specification/v1-2/):
 * data type, whether null is allowed, allowed values.
 */
export interface FocusRule {
  readonly type: 'string' | 'decimal' | 'datetime' | 'currency' | 'json';
  readonly nulls: boolean;
  readonly values?: readonly string[];
}

const text = { type: 'string', nulls: false } as const;
const textOrNull = { type: 'string', nulls: true } as const;
const decimal = { type: 'decimal', nulls: false } as const;
const decimalOrNull = { type: 'decimal', nulls: true } as const;
const datetime = { type: 'datetime', nulls: false } as const;
const currency = { type: 'currency', nulls: false } as const;
const json = { type: 'json', nulls: true } as const;

const aiSubcategories = [
  'AI Platforms',
  'Bots',
  'Generative AI',
  'Machine Learning',
  'Natural Language Processing',
  'Other (AI and Machine Learning)',
];

export const focusRules: Readonly<Record<string, FocusRule>> = {
  AvailabilityZone: textOrNull,
  BilledCost: decimal,
  BillingAccountId: text,
  BillingAccountName: textOrNull,
  BillingAccountType: textOrNull,
  BillingCurrency: currency,
  BillingPeriodEnd: datetime,
  BillingPeriodStart: datetime,
  CapacityReservationId: textOrNull,
  CapacityReservationStatus: { ...textOrNull, values: ['Used', 'Unused'] },
  ChargeCategory: { ...text, values: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] },
  ChargeClass: { ...textOrNull, values: ['Correction'] },
  ChargeDescription: textOrNull,
  ChargeFrequency: { ...text, values: ['One-Time', 'Recurring', 'Usage-Based'] },
  ChargePeriodEnd: datetime,
  ChargePeriodStart: datetime,
  CommitmentDiscountCategory: { ...textOrNull, values: ['Spend', 'Usage'] },
  CommitmentDiscountId: textOrNull,
  CommitmentDiscountName: textOrNull,
  CommitmentDiscountQuantity: decimalOrNull,
  CommitmentDiscountStatus: { ...textOrNull, values: ['Used', 'Unused'] },
  CommitmentDiscountType: textOrNull,
  CommitmentDiscountUnit: textOrNull,
  ConsumedQuantity: decimalOrNull,
  ConsumedUnit: textOrNull,
  ContractedCost: decimal,
  ContractedUnitPrice: decimalOrNull,
  EffectiveCost: decimal,
  InvoiceId: textOrNull,
  InvoiceIssuerName: text,
  ListCost: decimal,
  ListUnitPrice: decimalOrNull,
  PricingCategory: { ...textOrNull, values: ['Standard', 'Dynamic', 'Committed', 'Other'] },
  PricingCurrency: currency,
  PricingCurrencyContractedUnitPrice: decimalOrNull,
  PricingCurrencyEffectiveCost: decimalOrNull,
  PricingCurrencyListUnitPrice: decimalOrNull,
  PricingQuantity: decimalOrNull,
  PricingUnit: textOrNull,
  ProviderName: text,
  PublisherName: text,
  RegionId: textOrNull,
  RegionName: textOrNull,
  ResourceId: textOrNull,
  ResourceName: textOrNull,
  ResourceType: textOrNull,
  ServiceCategory: { ...text, values: ['AI and Machine Learning'] },
  ServiceName: text,
  ServiceSubcategory: { ...text, values: aiSubcategories },
  SkuId: textOrNull,
  SkuMeter: textOrNull,
  SkuPriceDetails: json,
  SkuPriceId: textOrNull,
  SubAccountId: textOrNull,
  SubAccountName: textOrNull,
  SubAccountType: textOrNull,
  Tags: json,
};

const forms: { readonly [type in FocusRule['type']]: RegExp } = {
  string: /^\S(.*\S)?$/,
  decimal: /^-?(0|[1-9]\d*)\.\d+$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  currency: /^[A-Z]{3}$/,
  json: /^\{.*\}$/,
};

function isFlatObject(value: string): boolean {
  const members = Object.values(JSON.parse(value) as Record<string, unknown>);
  return members.every((member) => typeof member !== 'object' || member === null);
}

export function isOf(type: FocusRule['type'], value: string): boolean {
  return forms[type].test(value) && (type !== 'json' || isFlatObject(value));
}
