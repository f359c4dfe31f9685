import { Counter, type Registry } from 'prom-client';
import type { AttemptResult } from '../alerts/deliverer.ts';

/** Told of each attempt at a delivery that ended. */
export type OnAttempt = (channelKind: string, result: AttemptResult) => void;

export function deliveryMetrics(registry: Registry): OnAttempt {
  const attempts = new Counter({
    name: 'cofferdam_alert_attempts_total',
    help: 'Attempts to deliver a message, by kind of channel and result: delivered, failed, undeliverable, cut_short',
    labelNames: ['kind', 'result'],
    registers: [registry],
  });
  return (kind, result) => attempts.inc({ kind, result });
}
