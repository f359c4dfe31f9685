import type { Pool } from '../../packages/server/src/store/connection.ts';
import type { Fleet } from '../nodes/fleet.ts';
import type { Fault } from '../plan/fault.ts';

const endSessions =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'cofferdam-lane%'";

/** What a fault is done to. */
export interface Breakable {
  readonly fleet: Fleet;
  /** Reaches the database past all proxies. */
  readonly pool: Pool;
  /** Ends the database at once; null where it is not ours alone. */
  readonly killDatabase: (() => void) | null;
}

/** The faults of a round. Some wait until so many requests were sent. */
export class RoundOfFaults {
  readonly #breakable: Breakable;
  readonly #faults: readonly Fault[];
  readonly #timers: NodeJS.Timeout[] = [];
  /** When dead nodes are to be started again, in rounds from now. */
  readonly dead: { readonly node: number; readonly rounds: number }[] = [];
  #sent = 0;

  constructor(breakable: Breakable, faults: readonly Fault[]) {
    this.#breakable = breakable;
    this.#faults = faults;
    for (const fault of faults) this.#begin(fault);
  }

  #begin(fault: Fault): void {
    const { fleet } = this.#breakable;
    if (fault.kind === 'clock') fleet.clocks.skewsMs[fault.node] = fault.skewMs;
    if (fault.kind === 'cut') fleet.at(fault.node)?.proxy.cutAt(fault.point);
    if (fault.kind === 'slow') fleet.at(fault.node)?.proxy.setDelay(fault.ms);
    if (fault.kind !== 'unreachable') return;
    for (const { proxy } of fleet.alive) proxy.part();
    this.#timers.push(setTimeout(() => fleet.alive.forEach(({ proxy }) => proxy.join()), fault.ms));
  }

  sent(): void {
    const { fleet, pool, killDatabase } = this.#breakable;
    for (const fault of this.#faults) {
      if (!('afterSent' in fault) || fault.afterSent !== this.#sent) continue;
      if (fault.kind === 'sessions ended') pool.query(endSessions).catch(() => undefined);
      if (fault.kind === 'database killed') killDatabase?.();
      if (fault.kind !== 'kill') continue;
      fleet.kill(fault.node);
      this.dead.push(fault);
    }
    this.#sent += 1;
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#breakable.fleet.heal();
  }
}
