import type { LedgerEntryKind } from '@cofferdam/core';
import type { Charge, CreditCharge, UsageCharge } from './charges.ts';
import type { FocusColumn } from './columns.ts';
import { decimalText } from './decimal.ts';

/** A row of FOCUS 1.2. A figure is a text already; null is null. */
export type FocusRow = Readonly<Record<FocusColumn, string | null>>;

export interface BillingAccount {
  readonly id: string;
  readonly name: string;
}

type Cells = Partial<Record<FocusColumn, string | null>>;

const dayLengthMs = 86_400_000;

function instant(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

function periods(dayMs: number): Cells {
  const day = new Date(dayMs);
  const month = (offset: number): number => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset, 1);
  return {
    BillingPeriodStart: instant(month(0)),
    BillingPeriodEnd: instant(month(1)),
    ChargePeriodStart: instant(dayMs),
    ChargePeriodEnd: instant(dayMs + dayLengthMs),
  };
}

interface Prices {
  readonly unit: string;
  /** In 10^-9 units. */
  readonly quantity: bigint;
  /** In 10^-18 USD. */
  readonly unitPrice: bigint;
  readonly billedNanoUsd: bigint;
  readonly effectiveNanoUsd: bigint;
}

/** Nothing is discounted after the price, so that list and contract are one. Their costs are products, not rounded. */
function costs({ unit, quantity, unitPrice, billedNanoUsd, effectiveNanoUsd }: Prices): Cells {
  const price = decimalText(unitPrice, 18);
  const product = decimalText(quantity * unitPrice, 27);
  const effective = decimalText(effectiveNanoUsd, 9);
  return {
    BilledCost: decimalText(billedNanoUsd, 9),
    EffectiveCost: effective,
    ContractedCost: product,
    ContractedUnitPrice: price,
    ListCost: product,
    ListUnitPrice: price,
    PricingCategory: 'Standard',
    PricingCurrencyContractedUnitPrice: price,
    PricingCurrencyEffectiveCost: effective,
    PricingCurrencyListUnitPrice: price,
    PricingQuantity: decimalText(quantity, 9),
    PricingUnit: unit,
  };
}

function tagsText(tags: Readonly<Record<string, string>>): string | null {
  return Object.keys(tags).length === 0 ? null : JSON.stringify(tags);
}

function usageCells(charge: UsageCharge): Cells {
  const { agent, team, provider, model, line, priceVersion, costNanoUsd } = charge;
  const what = [provider, model].filter((name) => name !== null).join('/') || 'tools';
  const skuId = `${what}/${line.meter}`;
  const maker = provider ?? 'Cofferdam';
  return {
    ...periods(charge.dayMs),
    ...costs({
      unit: line.pricingUnit,
      quantity: charge.pricingQuantity,
      unitPrice: line.unitPrice,
      billedNanoUsd: charge.prepaid ? 0n : costNanoUsd,
      effectiveNanoUsd: costNanoUsd,
    }),
    ChargeCategory: 'Usage',
    ChargeClass: charge.isCorrection ? 'Correction' : null,
    ChargeDescription: `${line.meter} of ${what} by agent ${agent}`,
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: decimalText(charge.consumedQuantity, 9),
    ConsumedUnit: line.consumedUnit,
    ProviderName: maker,
    PublisherName: maker,
    ResourceId: agent,
    ResourceName: agent,
    ResourceType: 'AI Agent',
    ServiceName: model === null ? 'Agent Tools' : `${maker} Models`,
    ServiceSubcategory: model === null ? 'Other (AI and Machine Learning)' : 'Generative AI',
    SkuId: skuId,
    SkuMeter: line.meter,
    SkuPriceId: `${skuId}@${priceVersion ?? 'stated'}`,
    SubAccountId: team,
    SubAccountName: team,
    SubAccountType: team === null ? null : 'Team',
    Tags: tagsText(charge.tags),
    x_EstimatedCost: decimalText(charge.estimatedNanoUsd, 9),
    x_Prepaid: String(charge.prepaid),
    x_PriceVersion: priceVersion,
    x_UnpricedCharges: String(charge.unpriced),
  };
}

/** Money that came in or went back out buys credit, or takes it back; the rest changes credit without any money. */
const purchases: ReadonlySet<LedgerEntryKind> = new Set<LedgerEntryKind>([
  'top_up',
  'refund',
  'claw_back',
  'reinstatement',
]);

function creditCells({ dayMs, entry, amountNanoUsd, reference }: CreditCharge): Cells {
  const isPurchase = purchases.has(entry);
  const unpaid = entry === 'grant' ? 'Credit' : 'Adjustment';
  const noCost = decimalText(0n, 9);
  const credit = { ContractedUnitPrice: null, ListUnitPrice: null, PricingCurrencyContractedUnitPrice: null };
  const paid = costs({
    unit: 'Credits',
    quantity: amountNanoUsd,
    unitPrice: 10n ** 18n,
    billedNanoUsd: isPurchase ? amountNanoUsd : 0n,
    effectiveNanoUsd: 0n,
  });
  return {
    ...paid,
    ...(isPurchase ? {} : { ...credit, PricingCurrencyListUnitPrice: null, ContractedCost: noCost, ListCost: noCost }),
    ...periods(dayMs),
    ChargeCategory: isPurchase ? 'Purchase' : unpaid,
    ChargeDescription: `${entry.replaceAll('_', ' ')} of credit${reference === null ? '' : `, reference ${reference}`}`,
    ChargeFrequency: 'One-Time',
    ProviderName: 'Cofferdam',
    PublisherName: 'Cofferdam',
    ServiceName: 'Prepaid Credit',
    ServiceSubcategory: 'Other (AI and Machine Learning)',
    SkuId: `credit/${entry}`,
    SkuMeter: 'Credit',
    SkuPriceId: `credit/${entry}@1`,
    x_LedgerEntryKind: entry,
  };
}

/** A charge as a row; what is the same in all rows is added. */
export function focusRow(charge: Charge, account: BillingAccount, columns: readonly FocusColumn[]): FocusRow {
  const cells: Cells = {
    BillingAccountId: account.id,
    BillingAccountName: account.name,
    BillingAccountType: 'Organization',
    BillingCurrency: 'USD',
    InvoiceIssuerName: 'Cofferdam',
    PricingCurrency: 'USD',
    ServiceCategory: 'AI and Machine Learning',
    ...(charge.kind === 'usage' ? usageCells(charge) : creditCells(charge)),
  };
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? null])) as FocusRow;
}
