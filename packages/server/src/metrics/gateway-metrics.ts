import { Counter, Histogram, type Registry } from 'prom-client';
import type { CallTimes } from '../gateway/context.ts';

/** Told of each call through the gateway that ended. */
export type OnCall = (endpoint: string, result: string, times: CallTimes) => void;

export function gatewayMetrics(registry: Registry): OnCall {
  const registers = [registry];
  const calls = new Counter({
    name: 'cofferdam_gateway_calls_total',
    help: 'Calls through the gateway, by endpoint and how they ended',
    labelNames: ['endpoint', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'cofferdam_gateway_call_seconds',
    help: 'How long calls took that were sent to a provider, from the whole request to the booked answer',
    labelNames: ['endpoint'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    registers,
  });
  const admissions = new Histogram({
    name: 'cofferdam_gateway_admission_seconds',
    help: 'How long calls waited for their admission or refusal: what the gateway adds before anything is sent',
    labelNames: ['endpoint'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  return (endpoint, result, { admissionMs, wholeMs }) => {
    calls.inc({ endpoint, result });
    admissions.observe({ endpoint }, admissionMs / 1_000);
    if (wholeMs !== null) durations.observe({ endpoint }, wholeMs / 1_000);
  };
}
