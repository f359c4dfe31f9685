import { Gauge, type Registry } from 'prom-client';
import type { DatabaseGauges } from '../services/metrics/read-gauges.ts';

/** Nobody needs a key to look, so that looking often must cost nothing: within this time the last look is shown again. */
const rememberMs = 5_000;

export interface DatabaseMetricsOptions {
  readonly read: () => Promise<DatabaseGauges>;
  readonly monotonicMs: () => number;
}

function remembering({ read, monotonicMs }: DatabaseMetricsOptions): () => Promise<DatabaseGauges | null> {
  let last: { readonly atMs: number; readonly gauges: Promise<DatabaseGauges | null> } | null = null;
  return () => {
    const nowMs = monotonicMs();
    if (last === null || nowMs - last.atMs >= rememberMs) last = { atMs: nowMs, gauges: read().catch(() => null) };
    return last.gauges;
  };
}

/**
 * Gauges that are asked of the database when somebody looks. Where it does not answer, `cofferdam_database_up` is 0, and
 * the others are left out: an old figure would pass for a new one.
 */
export function databaseMetrics(registry: Registry, options: DatabaseMetricsOptions): void {
  const look = remembering(options);
  function gauge(name: string, help: string, valueOf: (gauges: DatabaseGauges) => number): void {
    const made = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        const gauges = await look();
        this.reset();
        if (gauges === null) this.remove();
        else this.set(valueOf(gauges));
      },
    });
    registry.registerMetric(made);
  }
  const up = new Gauge({
    name: 'cofferdam_database_up',
    help: 'Whether the database answered: 1 or 0',
    registers: [],
    async collect() {
      this.set((await look()) === null ? 0 : 1);
    },
  });
  registry.registerMetric(up);
  gauge('cofferdam_open_reservations', 'Reservations that are held', (gauges) => gauges.openReservations);
  gauge('cofferdam_reserved_usd', 'What the held reservations hold, in USD', (gauges) => gauges.reservedUsd);
  gauge(
    'cofferdam_alert_deliveries_pending',
    'Messages on their way to a channel',
    (gauges) => gauges.pendingDeliveries,
  );
  gauge('cofferdam_alert_deliveries_dead', 'Messages that were given up', (gauges) => gauges.deadDeliveries);
  const lag = new Gauge({
    name: 'cofferdam_follower_lag',
    help: 'How many changes a follower is behind the ledger, in the org where it is farthest behind',
    labelNames: ['follower'],
    registers: [],
    async collect() {
      const gauges = await look();
      this.reset();
      for (const [follower, behind] of gauges?.followerLag ?? []) this.set({ follower }, behind);
    },
  });
  registry.registerMetric(lag);
}
