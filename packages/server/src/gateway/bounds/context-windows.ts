import { waitForUpdate } from '@pydantic/genai-prices';

/** Context windows in tokens, by `provider/model` as the price catalogue names them. */
export type ContextWindows = ReadonlyMap<string, number>;

/** Takes the context windows out of the catalogue that ships with the server, without a network. */
export async function loadContextWindows(): Promise<ContextWindows> {
  const providers = (await waitForUpdate()) ?? [];
  const windows = providers.flatMap(({ id, models }) =>
    models.flatMap((model): [string, number][] =>
      model.context_window === undefined ? [] : [[`${id}/${model.id}`, model.context_window]],
    ),
  );
  return new Map(windows);
}
