// The load generator, in a process of its own: it takes one request at a time from its parent and answers with figures.
import { reserveBody, settleBody } from './calls.ts';
import { runLoad } from './load.ts';
import { percentile } from '../report/statistics.ts';
import type { LoadFigures, LoadRequest } from './load-figures.ts';

async function measure({ agent, ...request }: LoadRequest): Promise<LoadFigures> {
  const before = process.cpuUsage();
  const load = await runLoad({ ...request, reserveBody: (client) => reserveBody(agent, client), settleBody });
  const { user, system } = process.cpuUsage(before);
  const { reserveMs, settleMs, ...counts } = load;
  return {
    ...counts,
    lifecyclesPerSecond: (load.lifecycles * 1000) / load.elapsedMs,
    reserve: { p50Ms: percentile(reserveMs, 0.5), p99Ms: percentile(reserveMs, 0.99) },
    settle: { p50Ms: percentile(settleMs, 0.5), p99Ms: percentile(settleMs, 0.99) },
    cpuMs: (user + system) / 1_000,
  };
}

process.on('message', (request: LoadRequest) => {
  void measure(request).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
// A parent that is gone, however it went, is not to leave a load running.
process.on('disconnect', () => process.exit(0));
