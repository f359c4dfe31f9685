import { collectDefaultMetrics, Registry } from 'prom-client';
import type { CarriedBatch } from '../services/lane/carried-batch.ts';
import { databaseMetrics, type DatabaseMetricsOptions } from './database-metrics.ts';
import { deliveryMetrics, type OnAttempt } from './delivery-metrics.ts';
import { gatewayMetrics, type OnCall } from './gateway-metrics.ts';
import { laneMetrics } from './lane-metrics.ts';

/** What Prometheus reads at /metrics, and what is to be told to it; docs/reference/metrics.md describes each. */
export interface Metrics {
  readonly registry: Registry;
  readonly batch: (batch: CarriedBatch) => void;
  readonly call: OnCall;
  readonly attempt: OnAttempt;
}

export interface MetricsOptions extends DatabaseMetricsOptions {
  readonly laneDepth: () => number;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  databaseMetrics(registry, options);
  return {
    registry,
    batch: laneMetrics(registry, options.laneDepth),
    call: gatewayMetrics(registry),
    attempt: deliveryMetrics(registry),
  };
}
