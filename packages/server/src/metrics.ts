import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly batch: (size: number, failed: boolean) => void;
  readonly call: (endpoint: string, result: string) => void;
}

/** What Prometheus reads at /metrics. */
export function createMetrics(laneDepth: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const batches = new Counter({
    name: 'cofferdam_lane_batches_total',
    help: 'Batches that lanes carried out, by result',
    labelNames: ['result'],
    registers: [registry],
  });
  const sizes = new Histogram({
    name: 'cofferdam_lane_batch_commands',
    help: 'Commands in a batch',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [registry],
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
  const calls = new Counter({
    name: 'cofferdam_gateway_calls_total',
    help: 'Calls through the gateway, by endpoint and how they ended',
    labelNames: ['endpoint', 'result'],
    registers: [registry],
  });
  return {
    registry,
    batch(size, failed) {
      batches.inc({ result: failed ? 'failed' : 'carried' });
      sizes.observe(size);
    },
    call: (endpoint, result) => calls.inc({ endpoint, result }),
  };
}
