import type { Provider } from './call.ts';

/** What a model is called in answers, and how much it takes and gives. Tokens. */
export interface Model {
  readonly provider: Provider;
  readonly id: string;
  /** The name that answers give: OpenAI and Anthropic name the dated snapshot that an alias leads to. */
  readonly servedAs: string;
  readonly contextTokens: number;
  readonly outputTokens: number;
}

function model(provider: Provider, id: string, servedAs: string, contextTokens: number, outputTokens: number): Model {
  return { provider, id, servedAs, contextTokens, outputTokens };
}

/** The models that are listed, from the providers' own pages. The context of claude-sonnet-4-5 is the long one. */
export const models: readonly Model[] = [
  model('openai', 'gpt-4o', 'gpt-4o-2024-08-06', 128_000, 16_384),
  model('openai', 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 128_000, 16_384),
  model('openai', 'text-embedding-3-small', 'text-embedding-3-small', 8192, 0),
  model('anthropic', 'claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', 1_000_000, 64_000),
  model('anthropic', 'claude-haiku-4-5', 'claude-haiku-4-5-20251001', 200_000, 64_000),
  model('google', 'gemini-2.5-flash', 'gemini-2.5-flash', 1_048_576, 65_536),
];

/** Finds a model by its name or its snapshot's; null for any other name, which is answered without limits. */
export function findModel(name: string): Model | null {
  return models.find(({ id, servedAs }) => id === name || servedAs === name) ?? null;
}
