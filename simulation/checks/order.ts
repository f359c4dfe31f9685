import type { Told } from '../run/book.ts';
import { nameOf } from './answered.ts';
import { type Evidence, groupBy, type OrgEvidence } from './evidence.ts';

const ofTheLane = new Set([
  'reserve',
  'settle',
  'release',
  'extend',
  'report',
  'start-run',
  'top-up',
  'grant',
  'adjust',
]);

/** Commands that did something, by their first answer: a repeat of an answer speaks of a later seq, or of the same. */
function effective(told: readonly Told[]): Told[] {
  const targets = new Set<string>();
  return told.filter(({ action, answer, replies, request, target }) => {
    if (!ofTheLane.has(action.deed.kind) || answer === null || answer.status >= 300 || replies.length !== 1)
      return false;
    if (answer.isRepeat || answer.seq === null) return false;
    // The same settle again gets the answer of the first one; a run that is there is answered as it is.
    const name = `${action.deed.kind} ${target ?? JSON.stringify(request.body)}`;
    if (action.deed.kind === 'settle' && targets.has(name)) return false;
    targets.add(name);
    return action.deed.kind !== 'start-run' && action.deed.kind !== 'settle';
  });
}

/** Each seq is of one command; no answer speaks of a seq before one that was known when its call was sent. */
export async function checkOrder({ pool }: Evidence, { book, find }: OrgEvidence): Promise<void> {
  for (const [seq, all] of groupBy(effective(book.told), ({ answer }) => String(answer!.seq))) {
    if (all.length > 1) find(`seq ${seq} is of ${all.map(nameOf).join(' and ')}`);
  }
  const { rows } = await pool.query<{ seq: bigint }>('SELECT seq FROM org_lanes WHERE org_id = $1', [book.id]);
  const last = Number(rows[0]!.seq);
  const answered = book.told.filter(({ answer }) => answer !== null && answer.seq !== null);
  for (const told of answered)
    if (told.answer!.seq! > last) find(`${nameOf(told)} speaks of seq ${told.answer!.seq}, beyond ${last}`);
  const inOrder = answered
    .filter(({ action }) => ofTheLane.has(action.deed.kind))
    .toSorted((a, b) => a.answeredAt - b.answeredAt);
  let seen = 0;
  let greatest = 0;
  for (const told of inOrder.toSorted((a, b) => a.sentAt - b.sentAt)) {
    for (; inOrder[seen] !== undefined && inOrder[seen]!.answeredAt < told.sentAt; seen += 1) {
      greatest = Math.max(greatest, inOrder[seen]!.answer!.seq!);
    }
    if (told.answer!.seq! < greatest)
      find(`${nameOf(told)} speaks of seq ${told.answer!.seq}, and ${greatest} was known before`);
  }
}
