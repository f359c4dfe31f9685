import type { Intent } from '../journal/journal.ts';
import { forget, isDone, perform } from './carry-out.ts';
import type { Context } from './context.ts';

/** What became of what a journal held. */
export interface Recovered {
  /** Calls that were made now, or had been answered before. */
  readonly done: number;
  /** Calls that are still to be made, with why they could not be. */
  readonly left: readonly { readonly intent: Intent; readonly error: unknown }[];
}

/** Makes the calls that a journal holds and that nobody in this process is about to make. */
export async function recover(context: Context): Promise<Recovered> {
  const pending = (await context.journal?.pending()) ?? [];
  const left: { intent: Intent; error: unknown }[] = [];
  let done = 0;
  for (const intent of pending.filter(({ id }) => !context.live.has(id))) {
    const error = await perform(context, intent).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null || isDone(error)) {
      await forget(context, intent.id);
      done += 1;
    } else left.push({ intent, error });
  }
  return { done, left };
}
