/** Who makes a change: the holder of a key, a person who is signed in, or the server itself, whose name says what caused it. */
export interface Actor {
  readonly kind: 'key' | 'person' | 'system';
  /** The id of the key or the person, or of what caused it; null where that has none. */
  readonly id: string | null;
  readonly name: string;
}

/** Who, and why, where they said so: at most 500 characters. */
export interface ChangedBy {
  readonly actor: Actor;
  readonly reason: string | null;
}

/** What is changed. Labels and prices are known by their names alone. */
export interface Target {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

/** A thing as it may be shown, in JSON's terms and under the names of the wire. Never a secret. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Change {
  /** What is changed and how: `budget.changed`, `key.revoked`. */
  readonly action: `${string}.${string}`;
  readonly target: Target;
  /** Null for what was not there before. */
  readonly before: Facts | null;
  /** Null for what is not there any more. */
  readonly after: Facts | null;
}

/** A row of the log. Times are epoch milliseconds. */
export interface RecordedChange extends Change, ChangedBy {
  readonly id: string;
  readonly timeMs: number;
}

/** The server's own doing, and its cause: a budget that acted, the environment that it was started with. */
export function bySystem(cause: string, id: string | null = null): ChangedBy {
  return { actor: { kind: 'system', id, name: cause }, reason: null };
}

/** A person who is not signed in yet, by a link that only they have. */
export function byPerson(id: string, email: string): ChangedBy {
  return { actor: { kind: 'person', id, name: email }, reason: null };
}
