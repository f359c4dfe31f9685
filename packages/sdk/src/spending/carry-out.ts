import { ConflictError, ValidationError } from '../errors/index.ts';
import type { Intent } from '../journal/journal.ts';
import type { OperationName } from '../operations.ts';
import type { Answered } from '../transport/connection.ts';
import { requestOf } from '../transport/request.ts';
import type { Context } from './context.ts';

/** What was spent must be said: it is tried for about half a minute. */
const persistence = 9;

export const settleName = 'POST /v1/reservations/{id}/settle';
export const releaseName = 'POST /v1/reservations/{id}/release';

/** An intent to call an operation under a key of its own. */
export function intentOf(
  { connection }: Pick<Context, 'connection'>,
  operation: OperationName,
  subject: { readonly id: string; readonly path?: Readonly<Record<string, string>> },
  body: unknown,
): Intent {
  return { id: subject.id, operation, path: subject.path ?? {}, body, idempotency_key: connection.newKey() };
}

function send({ connection }: Context, intent: Intent): Promise<Answered> {
  const { operation, path, body, idempotency_key: idempotencyKey } = intent;
  const maxRetries = Math.max(persistence, connection.settings.maxRetries);
  return connection.send(requestOf(operation as OperationName, { path, body, idempotencyKey, maxRetries }));
}

/** An intent to say something else of the same reservation. */
function settleInstead(context: Context, { id, path }: Intent, body: unknown): Promise<Answered> {
  return send(context, intentOf(context, settleName, { id, path }, body));
}

/** A reservation that was to be given back, and was charged for, since its time was over. */
async function wasCharged({ connection }: Context, { path }: Intent): Promise<boolean> {
  const id = path['id'] ?? '';
  const { state, on_expiry: onExpiry } = await connection.call('GET /v1/reservations/{id}', { path: { id } });
  return state === 'expired' && onExpiry === 'charge';
}

/**
 * Makes the call of an intent. A settle of which the figures are refused is made as one that has none, since it would
 * else cost nothing: the reservation is charged, and `onProblem` is told. A release that comes after an expiry that
 * charged is made as a settle of nothing.
 */
export async function perform(context: Context, intent: Intent): Promise<Answered> {
  try {
    return await send(context, intent);
  } catch (error) {
    if (error instanceof ValidationError && intent.operation === settleName) {
      context.onProblem({
        what: `the settle of reservation ${intent.id} was refused: it is charged as reserved`,
        error,
      });
      return settleInstead(context, intent, { usage: null });
    }
    const isLateRelease = error instanceof ConflictError && intent.operation === releaseName;
    if (isLateRelease && (await wasCharged(context, intent))) return settleInstead(context, intent, { cost_usd: '0' });
    throw error;
  }
}

/** Whether nothing is left to do: it was answered before, or somebody else has closed it. */
export function isDone(error: unknown): boolean {
  return error instanceof ConflictError;
}

/** Takes an intent out of the journal. */
export async function forget({ journal, onProblem }: Context, id: string): Promise<void> {
  await journal?.remove(id).catch((error: unknown) => onProblem({ what: 'the journal cannot be written', error }));
}

/** Keeps an intent, makes its call, and forgets it. Where no answer comes it is left for `recover`. */
export async function carryOut(context: Context, intent: Intent): Promise<Answered> {
  const { journal, live, onProblem } = context;
  live.add(intent.id);
  try {
    // Without the journal the call is worth making all the same.
    await journal?.put(intent).catch((error: unknown) => onProblem({ what: 'the journal cannot be written', error }));
    const answer = await perform(context, intent);
    await forget(context, intent.id);
    return answer;
  } catch (error) {
    if (isDone(error)) await forget(context, intent.id);
    throw error;
  } finally {
    live.delete(intent.id);
  }
}
