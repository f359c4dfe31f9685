import type { Carrier } from './carrier.ts';
import type { Answer, LaneCommand } from './command.ts';
import { Lane, type LaneOptions } from './lane.ts';

/** The lanes of the orgs that this node has served. */
export class Lanes implements Carrier {
  readonly #options: LaneOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  submit(orgId: string, command: LaneCommand): Promise<Answer> {
    let lane = this.#lanes.get(orgId);
    if (lane === undefined) {
      lane = new Lane(orgId, this.#options);
      this.#lanes.set(orgId, lane);
    }
    return lane.submit(command);
  }

  /** Commands that wait, over all orgs. */
  get depth(): number {
    let depth = 0;
    for (const lane of this.#lanes.values()) depth += lane.depth;
    return depth;
  }

  /** Resolves once nothing waits: for a shutdown that loses no command. */
  async idle(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.idle()));
  }

  async close(): Promise<void> {
    await this.idle();
    await this.#options.connections.end();
  }
}
