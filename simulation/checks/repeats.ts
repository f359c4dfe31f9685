import type { Told } from '../run/book.ts';
import { nameOf } from './answered.ts';
import { groupBy, type OrgEvidence } from './evidence.ts';

const kept = new Set([200, 201, 204, 402, 403, 422]);

function keptTexts(all: readonly Told[]): Set<string> {
  const replies = all.flatMap((told) =>
    told.replies.filter(({ status, code }) => kept.has(status) && code !== 'idempotency_mismatch'),
  );
  return new Set(replies.map(({ status, text }) => `${status} ${text}`));
}

/** One key, one answer, byte for byte, from whichever node; with another body it is refused. */
export function checkRepeats({ book, find }: OrgEvidence): void {
  const keyed = groupBy(book.told, ({ request }) =>
    request.idempotency === null ? null : `${request.path} ${request.idempotency}`,
  );
  for (const [key, all] of keyed) {
    const bodies = groupBy(all, ({ request }) => JSON.stringify(request.body));
    const texts = keptTexts(all);
    if (bodies.size === 1 && texts.size > 1)
      find(`${key} was answered in ${texts.size} ways: ${[...texts].join(' | ')}`);
    if (bodies.size === 1) continue;
    const answered = [...bodies.values()].filter((some) => keptTexts(some).size > 0);
    if (answered.length > 1) find(`${key} was answered with ${answered.length} bodies: ${all.map(nameOf).join(', ')}`);
  }
}

/** Nothing broke: no answer is an error of ours, and what makes no sense is refused as such. */
export function checkStatuses({ book, find }: OrgEvidence): void {
  for (const told of book.told) {
    const { kind } = told.action.deed;
    for (const { status, text } of told.replies) {
      if (status >= 500 && status !== 503 && kind !== 'call') find(`${nameOf(told)}: ${status} ${text.slice(0, 300)}`);
      if (kind === 'nonsense' && (status < 400 || status === 409))
        find(`${nameOf(told)}: ${status} to ${JSON.stringify(told.request)}`);
      if (kind === 'stranger' && status !== 404 && status !== 503)
        find(`${nameOf(told)}: another org's reservation is ${status}`);
      if (kind === 'read' && status !== 200 && status !== 503)
        find(`${nameOf(told)}: ${told.request.path} ${status} ${text.slice(0, 300)}`);
    }
  }
}
