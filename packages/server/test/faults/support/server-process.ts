import { main } from '../../../src/main.ts';

/** The server from its sources, in a process that a test may kill. */
await main();
