// npm run bench: what the ledger and the gateway carry, how quick reports are, and whether all of it is
// exact. See docs/internals/benchmarks.md.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Outcome } from './command/benchmark.ts';
import { benchmarks } from './command/benchmarks.ts';
import { type Command, readCommand, usage } from './command/read-command.ts';
import { BadOption, type Values } from './command/values.ts';
import { Cleanup } from './process/cleanup.ts';
import { renderMarkdown, renderText } from './report/table.ts';

const cleanup = new Cleanup();

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function keep(name: string, { result }: Outcome, json: string | null): Promise<void> {
  const own = `results/${name}-${result.takenAt.slice(0, 19).replaceAll(':', '')}Z.json`;
  const file = json ?? fileURLToPath(new URL(own, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  say(`written to ${file}`);
}

async function runOne({ name, prepare }: Benchmark, values: Values, json: string | null): Promise<number> {
  const outcome = await prepare(values)({ cleanup, say });
  await keep(name, outcome, json);
  process.stdout.write(renderText(outcome.report));
  for (const fault of outcome.faults) say(`FAULT: ${fault}`);
  return outcome.faults.length === 0 ? 0 : 1;
}

/** One after the other, since two at once would measure each other. */
async function runAll(values: Values): Promise<number> {
  let code = 0;
  for (const [index, benchmark] of benchmarks.entries()) {
    say(`${benchmark.name}, ${index + 1} of ${benchmarks.length}`);
    code = Math.max(code, await runOne(benchmark, values, null));
  }
  return code;
}

async function carryOut(command: Command): Promise<number> {
  if (command.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (command.kind === 'markdown') {
    const kept: unknown = JSON.parse(await readFile(command.file, 'utf8'));
    process.stdout.write(renderMarkdown(command.benchmark.reportOf(kept)));
    return 0;
  }
  cleanup.onSignals();
  return command.kind === 'all' ? runAll(command.values) : runOne(command.benchmark, command.values, command.json);
}

try {
  process.exitCode = await carryOut(readCommand(process.argv.slice(2)));
} catch (error) {
  // A run that is being cleaned up fails in many ways, none of them news.
  if (!cleanup.begun) {
    const isUsage = error instanceof BadOption || (error instanceof TypeError && 'code' in error);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(isUsage ? `${error.message}\n\n${usage}` : reason);
    process.exitCode = isUsage ? 2 : 1;
  }
} finally {
  await cleanup.run();
}
