import type { Answer, LaneCommand } from './command.ts';

/** What carries commands to the ledger of their org, and the answers back. Lanes do; a benchmark compares another. */
export interface Carrier {
  /** Raises `Overloaded`, `StoreUnavailable` or `UnknownOrg`; a refusal is an answer. */
  submit(orgId: string, command: LaneCommand): Promise<Answer>;
  /** Commands that wait, over all orgs. */
  readonly depth: number;
  /** Lets what was submitted finish, then lets go of the database. */
  close(): Promise<void>;
}
