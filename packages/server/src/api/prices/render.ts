import type { FoundPrice, Multiplier, RateCard, TokenRates, UnitPrice } from '@cofferdam/core';
import type { KeptCeiling } from '../../services/prices/ceiling.ts';
import { ceilingOf, overrideOf } from '../../services/price-book/stored-prices.ts';
import { isEnd, type KeptOverride } from '../../services/prices/stored-override.ts';
import type { BookEntry } from '../../services/prices/list-book.ts';
import type { UnpricedModel } from '../../services/prices/find-unpriced.ts';
import { timeText, timeTextOrNull } from '../render.ts';
import { rateEntries } from '../../services/prices/rate-names.ts';

/** An exact decimal in its canonical form, from its value in units of 10 to the minus `decimals`. */
function decimalText(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Pico-USD per token are millionths of USD per million tokens. */
function rateMembers(rates: TokenRates): Record<string, string | null> {
  return Object.fromEntries(
    rateEntries.map(([rate, name]) => {
      const value = rates[rate];
      return [name, value === null ? null : decimalText(value, 6)];
    }),
  );
}

function unitMembers({ picoUsd, per }: UnitPrice): Record<string, unknown> {
  return { usd: decimalText(picoUsd, 12), per: Number(per) };
}

function cardMembers({ rates, contextTiers }: RateCard): Record<string, unknown> {
  return {
    ...rateMembers(rates),
    context_tiers: contextTiers.map((tier) => ({
      above_prompt_tokens: tier.abovePromptTokens,
      ...rateMembers(tier.rates),
    })),
  };
}

function mapMembers<Value>(map: ReadonlyMap<string, Value>, show: (value: Value) => unknown): Record<string, unknown> {
  return Object.fromEntries([...map].map(([name, value]) => [name, show(value)]));
}

/** A fraction is shown as one: 1/3 has no decimals that end. */
function multiplierText({ numerator, denominator }: Multiplier): string {
  return `${numerator}/${denominator}`;
}

/** A price as an org set it: only what it gave, figures in their canonical form. */
export function renderOverride(kept: KeptOverride): Record<string, unknown> {
  const { id, provider, model, effectiveFromMs, createdMs } = kept;
  const { terms, aliasOf } = overrideOf(kept);
  const given = Object.fromEntries(Object.entries(rateMembers(terms.rates)).filter(([, rate]) => rate !== null));
  const givenOfTier = ({ rates }: RateCard): unknown =>
    Object.fromEntries(Object.entries(rateMembers(rates)).filter(([, rate]) => rate !== null));
  const usdOf = ({ picoUsd }: UnitPrice): string => decimalText(picoUsd, 12);
  return {
    id,
    provider,
    model,
    effective_from: timeText(effectiveFromMs),
    created_at: timeText(createdMs),
    ended: isEnd(kept),
    ...given,
    ...(terms.serviceTiers.size === 0 ? {} : { service_tiers: mapMembers(terms.serviceTiers, givenOfTier) }),
    ...(terms.perRequest === null ? {} : { per_request_usd: usdOf(terms.perRequest) }),
    ...(terms.tools.size === 0 ? {} : { tools_usd: mapMembers(terms.tools, usdOf) }),
    ...(aliasOf === null ? {} : { alias_of: aliasOf }),
  };
}

/** Hours of each day, in UTC, as `16:30`. */
function clockText(ofDayMs: number): string {
  return new Date(ofDayMs).toISOString().slice(11, 16);
}

/** A price of the book, whole, with when it holds. */
export function renderBookEntry(entry: BookEntry, isOverridden: boolean): Record<string, unknown> {
  const { provider, model, period, priceVersion, untilMs } = entry;
  const { terms, fromMs, daily } = period;
  return {
    provider: provider.id,
    model: model.id,
    price_version: priceVersion,
    effective_from: timeTextOrNull(fromMs),
    effective_until: timeTextOrNull(untilMs),
    daily_hours: daily === null ? null : { from: clockText(daily.startMs), to: clockText(daily.endMs) },
    overridden: isOverridden,
    ...cardMembers(terms),
    service_tiers: mapMembers(terms.serviceTiers, cardMembers),
    service_tier_multipliers: mapMembers(provider.serviceTiers, multiplierText),
    per_request: terms.perRequest === null ? null : unitMembers(terms.perRequest),
    tools: mapMembers(new Map([...provider.tools, ...terms.tools]), unitMembers),
  };
}

/** A model without a price, and how much of it there was. */
export function renderUnpriced(found: UnpricedModel): Record<string, unknown> {
  const { provider, model, records, requests, inputTokens, outputTokens, refused, isPriced } = found;
  return {
    provider,
    model,
    records,
    requests,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    refused,
    priced: isPriced,
  };
}

/** The price in force, whole: a rate of null is unknown, and usage of it unpriced. */
export function renderPrice(
  name: { provider: string; model: string },
  timeMs: number,
  found: FoundPrice,
): Record<string, unknown> {
  const { terms, provider, canonical, matched, source, priceVersion } = found;
  return {
    provider: name.provider,
    model: name.model,
    canonical,
    time: timeText(timeMs),
    source,
    matched,
    price_version: priceVersion,
    ...cardMembers(terms),
    service_tiers: mapMembers(terms.serviceTiers, cardMembers),
    service_tier_multipliers: mapMembers(provider?.serviceTiers ?? new Map<string, Multiplier>(), multiplierText),
    per_request: terms.perRequest === null ? null : unitMembers(terms.perRequest),
    tools: mapMembers(new Map([...(provider?.tools ?? []), ...terms.tools]), unitMembers),
  };
}

/** The org's ceiling price, in its canonical form. */
export function renderCeiling({ id, price, createdMs }: KeptCeiling): Record<string, unknown> {
  const { input, output, tool } = ceilingOf({ id, price });
  return {
    id,
    input_usd_per_mtok: decimalText(input, 6),
    output_usd_per_mtok: decimalText(output, 6),
    tool_usd: tool === null ? null : decimalText(tool.picoUsd, 12),
    created_at: timeText(createdMs),
  };
}
