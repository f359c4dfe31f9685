import { ProcessorFailed } from '../services/payments/processor.ts';
import { ask } from './stripe-client.ts';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
}

type ReadPage<Row> = (cursor: { readonly starting_after?: string }) => Promise<Page<Row>>;

/** More pages than one question is worth: 100,000 rows. */
const mostPages = 1_000;

/**
 * Reads a list of Stripe's to its end, oldest first; Stripe gives the newest first. The library's own way to do this leaves a
 * promise behind that nobody handles where the first page fails, which would end the process. Raises ProcessorFailed.
 */
export async function readAll<Row extends { readonly id: string }>(readPage: ReadPage<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let pages = 0; pages < mostPages; pages += 1) {
    const last = rows.at(-1);
    const page = await ask(readPage(last === undefined ? {} : { starting_after: last.id }));
    rows.push(...page.data);
    if (!page.has_more || page.data.length === 0) return rows.toReversed();
  }
  throw new ProcessorFailed('Stripe has too much of it: ask for a shorter period');
}
