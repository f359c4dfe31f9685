import { findProvider } from '@pydantic/genai-prices';

// By provider and model as the price catalogue names them; filled as providers are asked for.
const windows = new Map<string, ReadonlyMap<string, number>>();

function readWindows(provider: string): ReadonlyMap<string, number> {
  const models = findProvider({ providerId: provider })?.models ?? [];
  return new Map(
    models.flatMap(({ id, context_window: window }): [string, number][] =>
      window === undefined ? [] : [[id, window]],
    ),
  );
}

/**
 * The context window of a model in tokens, from the catalogue that ships with the server; undefined where it lists none.
 * The names are the catalogue's own.
 */
export function contextWindowOf(provider: string, model: string): number | undefined {
  const known = windows.get(provider) ?? readWindows(provider);
  windows.set(provider, known);
  return known.get(model);
}
