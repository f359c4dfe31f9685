import { StripeRefusal } from './refusal.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
}

interface Kept {
  readonly request: string;
  readonly answer: ApiAnswer;
}

const message =
  'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
  'Try using a different key if you meant to execute a different request.';

/** The first answer to each key, which its repeats are given. A request that was refused was not begun, and has none. */
export class KeptAnswers {
  readonly #kept = new Map<string, Kept>();

  /** Answers a request under its key. Raises StripeRefusal where the key was used for another request. */
  answer(key: string | null, request: string, work: () => ApiAnswer): ApiAnswer {
    const kept = key === null ? undefined : this.#kept.get(key);
    if (kept === undefined) {
      const answer = work();
      if (key !== null) this.#kept.set(key, { request, answer: { ...answer, replayed: true } });
      return answer;
    }
    if (kept.request !== request) throw new StripeRefusal(400, message, { type: 'idempotency_error' });
    return kept.answer;
  }
}
