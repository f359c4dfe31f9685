import { userOf } from '../run/request-of.ts';
import { nameOf } from './answered.ts';
import { type Evidence, groupBy, type OrgEvidence } from './evidence.ts';

/**
 * What the provider counted is what the ledger has: to the nano-USD where the provider's word came back, and at least
 * that, flagged as an estimate, where a node died or a client left. What never reached the provider costs nothing, or was
 * estimated.
 */
export function checkCalls({ truths }: Evidence, { book, usage, find }: OrgEvidence): void {
  const truthsOf = groupBy(truths, ({ tag }) => tag);
  const recordsOf = groupBy(usage, ({ run }) => run);
  for (const told of book.told) {
    if (told.action.deed.kind !== 'call') continue;
    const tag = userOf(told.action.index);
    const records = recordsOf.get(`call-${tag}`) ?? [];
    const charged = records.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0n), 0n);
    const isEstimate = records.some(({ estimated }) => estimated);
    const billed = (truthsOf.get(tag) ?? []).filter((truth) => truth.billed);
    const bill = billed.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0n), 0n);
    if (billed.length > 1) find(`${nameOf(told)} reached the provider ${billed.length} times`);
    if (charged < bill) find(`${nameOf(told)} was billed ${bill}, and charged ${charged}`);
    if (charged > bill && !isEstimate)
      find(`${nameOf(told)} was billed ${bill}, and charged ${charged} without a flag`);
    if (told.answer?.status === 200 && billed.length !== 1) find(`${nameOf(told)} never reached the provider`);
  }
}
