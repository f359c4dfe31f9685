import { type Reply, type Request, send } from '../nodes/caller.ts';
import type { Fleet } from '../nodes/fleet.ts';
import type { Action } from '../plan/action.ts';
import type { Book, Told } from './book.ts';
import { requestOf } from './request-of.ts';

/** How long a client asks again for, in true time: longer than any fault lasts. */
const patienceMs = 60_000;
const pauseMs = 20;

export interface Performing {
  readonly fleet: Fleet;
  readonly book: Book;
  /** Told of each request as it is sent. */
  readonly onSent: () => void;
}

/** Asks once; what a node could not do is no answer. */
async function ask({ fleet, onSent }: Performing, told: Told, node: number, vanishes = false): Promise<Reply | null> {
  const sending = send(fleet.near(node).url, told.request, vanishes);
  onSent();
  const reply = await sending;
  if (reply !== null) told.replies.push(reply);
  return reply === null || reply.status === 503 ? null : reply;
}

/** Asks one node after the other with the same key, until there is an answer. */
async function askAgain(performing: Performing, told: Told, node: number): Promise<Reply | null> {
  const deadlineMs = performance.now() + patienceMs;
  for (let attempt = 0; performance.now() < deadlineMs; attempt += 1) {
    const reply = await ask(performing, told, node + attempt);
    if (reply !== null) return reply;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  performing.book.find(`a${told.action.index}: nobody answered ${told.request.method} ${told.request.path}`);
  return null;
}

/** A repeat would do it another time: what is not made once by a name or a key is not asked for again. */
function mayRepeat({ method, path, idempotency }: Request): boolean {
  const isGateway = path.startsWith('/gateway/');
  return method === 'GET' || idempotency !== null || (method === 'POST' && !isGateway);
}

/** Does what an action says; null where there was nothing to do it to. */
export async function perform(performing: Performing, action: Action): Promise<Told | null> {
  const { book, fleet } = performing;
  const asked = requestOf(action, book, fleet.clocks.nowMs);
  if (asked === null) return null;
  const told: Told = { action, ...asked, sentAt: book.tick(), answeredAt: Infinity, answer: null, replies: [] };
  const { node, patience, alsoTo } = action;
  const isPatient = patience === 'asks again' && mayRepeat(told.request);
  const asking = isPatient ? askAgain(performing, told, node) : ask(performing, told, node, patience === 'vanishes');
  const beside = isPatient && alsoTo !== null ? askAgain(performing, told, alsoTo) : null;
  const [first, second] = await Promise.all([asking, beside]);
  // What is not kept for a repeat, such as a 429, may be answered otherwise a moment later: what was done counts.
  told.answer = [first, second].find((reply) => reply !== null && reply.status < 300) ?? first ?? second;
  if (told.answer !== null) told.answeredAt = book.tick();
  return told;
}
