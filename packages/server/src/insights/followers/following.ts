import type { Pool } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import type { AnyFollower } from './follower.ts';
import { Setbacks } from './setbacks.ts';
import { takeStep } from './take-step.ts';

const due = sqlFile('followers/due.sql');

/** As many steps as a round takes before it looks again at who is due: a busy org does not keep the others waiting. */
const stepsPerRound = 100;

export interface FollowingOptions {
  readonly pool: Pool;
  readonly followers: readonly AnyFollower[];
  readonly nowMs: () => number;
  /** Told of each step that failed; it is taken again later. */
  readonly onError: (error: unknown, step: { readonly orgId: string; readonly follower: string }) => void;
}

/** Takes the steps of all followers in all orgs. Steps of one node come one after the other. */
export class Following {
  readonly #options: FollowingOptions;
  readonly #followers: ReadonlyMap<string, AnyFollower>;
  readonly #setbacks: Setbacks;
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(options: FollowingOptions) {
    this.#options = options;
    this.#followers = new Map(options.followers.map((follower) => [follower.name, follower]));
    this.#setbacks = new Setbacks(options.nowMs);
  }

  /** One round: a step for each that is behind. Resolves to whether anything was read, so that there may be more. */
  step(): Promise<boolean> {
    const round = this.#last.then(() => this.#round());
    this.#last = round.catch(() => undefined);
    return round;
  }

  /** Reads on until every follower has read all there is. */
  async catchUp(): Promise<void> {
    while (!this.#closing && (await this.step())) continue;
  }

  /** Ends after the step that is under way. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#last;
  }

  async #round(): Promise<boolean> {
    const names = [...this.#followers.keys()];
    const values = [names, this.#setbacks.resting(), stepsPerRound];
    const { rows } = await this.#options.pool.query<{ org_id: string; name: string }>(due.text, values);
    let moved = false;
    for (const { org_id: orgId, name } of rows) {
      if (this.#closing) return false;
      moved = (await this.#stepOf(orgId, this.#followers.get(name)!)) || moved;
    }
    return moved;
  }

  /** A follower that fails in one org keeps no other waiting, and is not asked again at once. */
  async #stepOf(orgId: string, follower: AnyFollower): Promise<boolean> {
    const key = `${orgId} ${follower.name}`;
    try {
      const result = await takeStep(this.#options.pool, orgId, follower, this.#options.nowMs());
      this.#setbacks.clear(key);
      return result !== 'elsewhere';
    } catch (error) {
      this.#setbacks.add(key);
      this.#options.onError(error, { orgId, follower: follower.name });
      return false;
    }
  }
}
