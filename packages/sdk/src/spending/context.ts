import type { Journal } from '../journal/journal.ts';
import type { Connection } from '../transport/connection.ts';
import type { Availability } from './available.ts';

/** Something that the caller is not told by an error, since its work went on or had failed already. */
export interface Problem {
  readonly what: string;
  readonly error: unknown;
}

/** What is shared by all that spends through one client. */
export interface Context {
  readonly connection: Connection;
  readonly journal: Journal | null;
  /** Intents of work that is under way in this process, which are not to be replayed. */
  readonly live: Set<string>;
  readonly availability: Availability;
  readonly onProblem: (problem: Problem) => void;
}
