import type { PriceBookData, ProviderPrices } from '@cofferdam/core';
import { type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { convertPeriods } from './convert-periods.ts';
import { SERVICE_TIERS, TOOLS } from './provider-rules.ts';
import type { SeedNote, SeedReport } from './seed-report.ts';

/** The catalogue's release. A test holds it against the package that is installed. */
export const CATALOGUE_RELEASE = '0.1.8';

// Counts the changes of our own rules and of the conversion, which are part of what a version of the book means.
const RULES_REVISION = 2;

export interface Seed {
  readonly data: PriceBookData;
  /** What of the catalogue did not carry over as it is listed. */
  readonly report: SeedReport;
}

/**
 * Makes the first version of the price book from the catalogue that ships with `@pydantic/genai-prices`, without a
 * network, and our own rules for what it lacks. Throws where the catalogue has something that cannot be read at all.
 */
export async function seedPriceBook(): Promise<Seed> {
  const providers = await waitForUpdate();
  if (providers === null) throw new Error('The price catalogue is empty');
  const notes: SeedNote[] = [];
  const data = {
    version: `genai-prices-${CATALOGUE_RELEASE}-r${RULES_REVISION}`,
    providers: providers.map((provider) => convertProvider(provider, notes)),
  };
  const models = providers.reduce((sum, provider) => sum + provider.models.length, 0);
  return { data, report: { models, notes } };
}

function convertProvider(provider: Provider, notes: SeedNote[]): ProviderPrices {
  return {
    id: provider.id,
    models: provider.models.map(({ id, match, prices }) => {
      return { id, match, periods: convertPeriods({ provider: provider.id, model: id }, prices, notes) };
    }),
    fallbackProviders: provider.fallback_model_providers ?? [],
    serviceTiers: new Map(Object.entries(SERVICE_TIERS[provider.id] ?? {})),
    tools: new Map(Object.entries(TOOLS[provider.id] ?? {})),
  };
}
