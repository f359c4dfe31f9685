import type { LedgerEntryKind, UsageRecord } from '@cofferdam/core';
import type { MeterLine } from './meter-lines.ts';

/** The labels that Tags may tell apart; the others are columns already. */
export const tagLabels = ['workflow', 'connection', 'user'] as const;

export type TagLabel = (typeof tagLabels)[number];

/** One row of usage: all charges of a day that are alike. Units as in `MeterLine`. */
export interface UsageCharge {
  readonly kind: 'usage';
  readonly dayMs: number;
  readonly agent: string;
  readonly team: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly priceVersion: string | null;
  readonly prepaid: boolean;
  /** It corrects a charge of a month that was over when the correction was made. */
  readonly isCorrection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly line: Pick<MeterLine, 'meter' | 'pricingUnit' | 'unitPrice' | 'consumedUnit'>;
  pricingQuantity: bigint;
  consumedQuantity: bigint;
  costNanoUsd: bigint;
  estimatedNanoUsd: bigint;
  unpriced: number;
}

/** A change of the wallet that was no usage. */
export interface CreditCharge {
  readonly kind: 'credit';
  readonly dayMs: number;
  readonly entry: LedgerEntryKind;
  readonly amountNanoUsd: bigint;
  readonly reference: string | null;
}

export type Charge = UsageCharge | CreditCharge;

const dayLengthMs = 86_400_000;

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayLengthMs) * dayLengthMs;
}

function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

function tagsOf({ dimensions }: UsageRecord, labels: readonly TagLabel[]): Record<string, string> {
  return Object.fromEntries(
    labels.flatMap((label) => (dimensions[label] === null ? [] : [[label, dimensions[label]]])),
  );
}

function emptyCharge(record: UsageRecord, line: MeterLine, labels: readonly TagLabel[]): UsageCharge {
  const { dimensions, timeMs, recordedMs, priceVersion, prepaid, type } = record;
  const { agent, team, provider, model } = dimensions;
  const { meter, pricingUnit, unitPrice, consumedUnit } = line;
  return {
    kind: 'usage',
    dayMs: dayOf(timeMs),
    agent,
    team,
    provider,
    model,
    priceVersion,
    prepaid,
    isCorrection: type === 'correction' && monthOf(recordedMs) !== monthOf(timeMs),
    tags: tagsOf(record, labels),
    line: { meter, pricingUnit, unitPrice, consumedUnit },
    pricingQuantity: 0n,
    consumedQuantity: 0n,
    costNanoUsd: 0n,
    estimatedNanoUsd: 0n,
    unpriced: 0,
  };
}

function keyOf({ line, tags, ...charge }: UsageCharge): string {
  const { agent, team, provider, model, priceVersion, prepaid, isCorrection } = charge;
  const { meter, pricingUnit, unitPrice, consumedUnit } = line;
  const names = [agent, team, provider, model, priceVersion, prepaid, isCorrection, Object.entries(tags)];
  return JSON.stringify([...names, meter, pricingUnit, unitPrice.toString(), consumedUnit]);
}

/** The charges of one day, added up: as many as there are labels, models and meters, however many records there were. */
export class DayOfCharges {
  readonly dayMs: number;
  readonly #labels: readonly TagLabel[];
  readonly #charges = new Map<string, UsageCharge>();

  constructor(dayMs: number, labels: readonly TagLabel[]) {
    this.dayMs = dayMs;
    this.#labels = labels;
  }

  add(record: UsageRecord, lines: readonly MeterLine[]): void {
    for (const line of lines) {
      const empty = emptyCharge(record, line, this.#labels);
      const key = keyOf(empty);
      const charge = this.#charges.get(key) ?? empty;
      this.#charges.set(key, charge);
      charge.pricingQuantity += line.pricingQuantity;
      charge.consumedQuantity += line.consumedQuantity;
      charge.costNanoUsd += line.costNanoUsd;
      if (record.estimated) charge.estimatedNanoUsd += line.costNanoUsd;
      if (record.costNanoUsd === null) charge.unpriced += 1;
    }
  }

  charges(): UsageCharge[] {
    return [...this.#charges.values()];
  }
}
