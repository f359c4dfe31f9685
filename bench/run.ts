// npm run bench: what the ledger and the gateway carry, how quick reports are, and whether all of it is
// exact. See
// docs/internals/benchmarks.md.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGatewayFaults } from './gateway/faults.ts';
import type { GatewayResult } from './gateway/result.ts';
import { runGatewayBench } from './gateway/run.ts';
import { reportGateway } from './gateway/tables.ts';
import { compareLedgers } from './ledger/compare.ts';
import { findFaults } from './ledger/faults.ts';
import { LoadGenerator } from './ledger/load-generator.ts';
import type { BenchResult } from './ledger/result.ts';
import { reportLedger } from './ledger/tables.ts';
import { BadOption, type BenchOptions, readOptions, usage } from './options.ts';
import { Cleanup } from './process/cleanup.ts';
import type { ReportsResult } from './reports/result.ts';
import { runReportsBench } from './reports/run.ts';
import { findReportFaults, reportReports } from './reports/tables.ts';
import { type Report, renderMarkdown, renderText } from './report/table.ts';

const cleanup = new Cleanup();

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

interface Outcome {
  readonly result: { readonly takenAt: string };
  readonly report: Report;
  readonly faults: readonly string[];
}

async function measure(options: BenchOptions): Promise<Outcome> {
  if (options.bench === 'gateway') {
    const result = await runGatewayBench({ cleanup, say }, options);
    return { result, report: reportGateway(result), faults: findGatewayFaults(result) };
  }
  if (options.bench === 'reports') {
    const result = await runReportsBench({ cleanup, say }, options);
    return { result, report: reportReports(result), faults: findReportFaults(result) };
  }
  const result = await compareLedgers({ generator: new LoadGenerator(cleanup), cleanup, say }, options);
  return { result, report: reportLedger(result), faults: findFaults(result) };
}

async function keep({ result }: Outcome, { bench, json }: BenchOptions): Promise<void> {
  const name = `results/${bench}-${result.takenAt.slice(0, 19).replaceAll(':', '')}Z.json`;
  const file = json ?? fileURLToPath(new URL(name, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  say(`written to ${file}`);
}

async function runBench(options: BenchOptions): Promise<number> {
  cleanup.onSignals();
  const outcome = await measure(options);
  await keep(outcome, options);
  process.stdout.write(renderText(outcome.report));
  for (const fault of outcome.faults) say(`FAULT: ${fault}`);
  return outcome.faults.length === 0 ? 0 : 1;
}

async function reportOf(bench: BenchOptions['bench'], path: string): Promise<Report> {
  const result: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (bench === 'reports') return reportReports(result as ReportsResult);
  return bench === 'gateway' ? reportGateway(result as GatewayResult) : reportLedger(result as BenchResult);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (options.markdown === null) return runBench(options);
  process.stdout.write(renderMarkdown(await reportOf(options.bench, options.markdown)));
  return 0;
}

try {
  process.exitCode = await main();
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
