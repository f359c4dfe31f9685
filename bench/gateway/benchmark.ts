import { benchmark } from '../command/benchmark.ts';
import { findGatewayFaults } from './faults.ts';
import { gatewayFlags, gatewayUsage, readGatewayOptions } from './options.ts';
import { runGatewayBench } from './run.ts';
import { reportGateway } from './tables.ts';

/** What the gateway carries in front of a model provider, beside the provider called directly. */
export const gatewayBenchmark = benchmark({
  name: 'gateway',
  flags: gatewayFlags,
  usage: gatewayUsage,
  read: readGatewayOptions,
  run: runGatewayBench,
  report: reportGateway,
  faults: findGatewayFaults,
});
