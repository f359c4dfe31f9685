import { main } from '../src/main.ts';

// The command line as a process of its own, from source: what a test of signals and pipes has to start.
await main();
