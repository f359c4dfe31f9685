import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

const usage = 'usage: main.js [--port N] [--host ADDRESS] [--seed TEXT] [--api-key KEY]';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4700' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: 'cofferdam' },
    'api-key': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const apiKey = values['api-key'];
  const { host, seed } = values;
  const port = Number(values.port);
  const simulator = await startSimulator({ port, host, seed, ...(apiKey !== undefined && { apiKey }) });
  console.log(`The simulator listens on ${simulator.url}; what it counted is at ${simulator.url}/_sim/truth`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
}
