#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  await main();
} else {
  console.error('error: the command line is not built yet\nRun `npm start` once, or `npx tsc -b`, in the checkout.');
  process.exitCode = 1;
}
