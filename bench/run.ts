// npm run bench: what the ledger carries, and whether it stays exact while it does. See docs/internals/benchmarks.md.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareLedgers } from './ledger/compare.ts';
import { LoadGenerator } from './ledger/load-generator.ts';
import type { BenchResult } from './ledger/result.ts';
import { findFaults } from './ledger/faults.ts';
import { BadOption, readOptions, usage, type BenchOptions } from './options.ts';
import { Cleanup } from './process/cleanup.ts';
import { renderMarkdown, renderText } from './report/render.ts';

const cleanup = new Cleanup();

async function keep(result: BenchResult, path: string | null): Promise<void> {
  const name = `results/ledger-${result.takenAt.slice(0, 19).replaceAll(':', '')}Z.json`;
  const file = path ?? fileURLToPath(new URL(name, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stderr.write(`written to ${file}\n`);
}

async function runBench(options: BenchOptions): Promise<number> {
  cleanup.onSignals();
  const bench = {
    generator: new LoadGenerator(cleanup),
    cleanup,
    say: (text: string): void => void process.stderr.write(`${text}\n`),
  };
  const result = await compareLedgers(bench, options);
  await keep(result, options.json);
  process.stdout.write(renderText(result));
  const faults = findFaults(result);
  for (const fault of faults) process.stderr.write(`FAULT: ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (options.markdown === null) return runBench(options);
  process.stdout.write(renderMarkdown(JSON.parse(await readFile(options.markdown, 'utf8')) as BenchResult));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // A run that is being cleaned up fails in many ways, none of them news.
  if (!cleanup.begun) {
    const isUsage = error instanceof BadOption || (error instanceof TypeError && 'code' in error);
    process.stderr.write(
      isUsage ? `${error.message}\n\n${usage}` : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = isUsage ? 2 : 1;
  }
} finally {
  await cleanup.run();
}
