import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CarriedBatch } from '../services/lane/carried-batch.ts';
import { spendMetrics } from './spend-metrics.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Written = NonNullable<CarriedBatch['written']>;

function decisionMetrics(registry: Registry): (written: Written) => void {
  const registers = [registry];
  const refusals = new Counter({
    name: 'cofferdam_refusals_total',
    help: 'Spending that was refused, by the code of the refusal',
    labelNames: ['code'],
    registers,
  });
  const reservations = new Counter({
    name: 'cofferdam_reservations_total',
    help: 'Reservations by the state that they came to: held, settled, released, expired',
    labelNames: ['state'],
    registers,
  });
  return ({ refusals: refused, newReservations, changedReservations }) => {
    for (const { code, count } of refused) refusals.inc({ code }, Number(count));
    const counts = { held: newReservations.length, settled: 0, released: 0, expired: 0 };
    for (const { state } of newReservations) if (state !== 'held') counts[state] += 1;
    for (const { before, after } of changedReservations) if (before.state !== after.state) counts[after.state] += 1;
    for (const [state, count] of Object.entries(counts)) if (count > 0) reservations.inc({ state }, count);
  };
}

/** Counts what the lanes of this node carried: from what they have at hand anyway, with no question to the store. */
export function laneMetrics(registry: Registry, laneDepth: () => number): (batch: CarriedBatch) => void {
  const registers = [registry];
  const batches = new Counter({
    name: 'cofferdam_lane_batches_total',
    help: 'Batches that lanes carried out, by result: carried, failed',
    labelNames: ['result'],
    registers,
  });
  const sizes = new Histogram({
    name: 'cofferdam_lane_batch_commands',
    help: 'Commands in a batch',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const durations = new Histogram({
    name: 'cofferdam_lane_batch_seconds',
    help: 'How long a batch took, from its turn to its commit',
    buckets: seconds,
    registers,
  });
  const waits = new Histogram({
    name: 'cofferdam_lane_wait_seconds',
    help: 'How long commands waited for the batch that took them',
    buckets: seconds,
    registers,
  });
  const depth = new Gauge({
    name: 'cofferdam_lane_depth',
    help: 'Commands that wait for their lane, over all orgs',
    registers: [],
    collect() {
      this.set(laneDepth());
    },
  });
  registry.registerMetric(depth);
  const countDecisions = decisionMetrics(registry);
  const countSpend = spendMetrics(registry);
  return ({ waitsMs, durationMs, error, written }) => {
    batches.inc({ result: error === null ? 'carried' : 'failed' });
    sizes.observe(waitsMs.length);
    durations.observe(durationMs / 1_000);
    for (const waitMs of waitsMs) waits.observe(waitMs / 1_000);
    if (written === null) return;
    countDecisions(written);
    countSpend(written.usage);
  };
}
