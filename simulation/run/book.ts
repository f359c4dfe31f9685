import type { Action } from '../plan/action.ts';
import type { Reply, Request } from '../nodes/caller.ts';

/** An action with all that its client was told; ticks of one clock that counts sends and answers. */
export interface Told {
  readonly action: Action;
  readonly request: Request;
  /** The reservation, budget or top-up that it is about. */
  readonly target: string | null;
  readonly sentAt: number;
  answeredAt: number;
  /** The last answer that was not 503; null where there was none: then nobody knows what became of it. */
  answer: Reply | null;
  /** Every answer, in the order in which they came. */
  readonly replies: Reply[];
}

export interface KnownReservation {
  readonly id: string;
  readonly org: number;
  readonly by: Told;
}

interface KnownBudget {
  readonly id: string;
  /** The figure that it began with, by the field that the wire has it in. */
  readonly limit: Readonly<Record<string, string | number>>;
}

/** What the clients know of an org, newest last. */
export interface OrgBook {
  readonly id: string;
  readonly key: string;
  readonly agentKeys: ReadonlyMap<string, string>;
  readonly reservations: KnownReservation[];
  /** Those that somebody was told are settled or given back. */
  readonly closed: Set<string>;
  readonly topUps: string[];
  readonly budgets: KnownBudget[];
  /** Budgets that were there before the first action. */
  readonly firstBudgets: readonly string[];
  readonly told: Told[];
}

/** Counts from the newest backwards, round and round. */
export function pickFrom<T>(known: readonly T[], pick: number): T | undefined {
  return known.length === 0 ? undefined : known[known.length - 1 - (pick % known.length)];
}

/** Everything that the clients did and were told. */
export class Book {
  readonly orgs: OrgBook[] = [];
  readonly findings: string[] = [];
  #tick = 0;

  tick(): number {
    this.#tick += 1;
    return this.#tick;
  }

  get all(): Told[] {
    return this.orgs.flatMap(({ told }) => told);
  }

  find(text: string): void {
    this.findings.push(text);
  }

  /** After a round, so that what the next one refers to does not hang on who was answered first. */
  learn(round: readonly Told[]): void {
    for (const told of round.toSorted((a, b) => a.action.index - b.action.index)) {
      const org = this.orgs[told.action.org]!;
      const { answer, action, target } = told;
      org.told.push(told);
      const closes = action.deed.kind === 'settle' || action.deed.kind === 'release';
      if (closes && answer?.status === 200 && target !== null) org.closed.add(target);
      if (answer === null || answer.status !== 201) continue;
      const id = String(answer.body['id']);
      const { kind } = action.deed;
      const isNew = kind === 'reserve' && !org.reservations.some((one) => one.id === id);
      if (isNew) org.reservations.push({ id, org: action.org, by: told });
      if (kind === 'top-up') org.topUps.push(String((told.request.body as Record<string, unknown>)['reference']));
      if (action.deed.kind === 'budget') org.budgets.push({ id, limit: action.deed.terms.limit });
    }
  }
}
