import type { AttemptReport, CostReport, MeterReport } from '@cofferdam/server/meter';
import type { Command } from 'commander';
import { CommandFailure, exitCode, UsageError } from '../exit.ts';
import { type CommandContext, print } from '../session.ts';
import { nearest } from './nearest.ts';
import type { GlobalOptions } from '../settings.ts';
import { type Colour, createColour } from '../terminal/colour.ts';
import { alignDecimals, formatCount } from '../terminal/figures.ts';
import { printable } from '../terminal/printable.ts';
import { readText } from '../terminal/read-text.ts';
import { type Column, renderTable } from '../terminal/table.ts';

interface MeterCommandOptions {
  provider: string;
  model?: string;
}

export function addMeter(program: Command, context: CommandContext): void {
  program
    .command('meter')
    .description('read what a recorded answer of a provider used, and what that costs; exit 1 where it does not say')
    .argument(
      '<file>',
      'an answer as JSON, or a stream as events or one JSON object a line; - reads the standard input',
    )
    .requiredOption(
      '--provider <id>',
      'who answered, as the price book names it: openai, anthropic, google or gemini, x-ai, …',
    )
    .option('--model <name>', 'the model that was asked for, where the answer names none')
    .action(async (file: string, { provider, model }: MeterCommandOptions, command: Command) => {
      const { terminal } = context;
      const text = await readText(file, terminal);
      const report = await context.server
        .meter({ text, provider, model })
        .catch((error: unknown) => refuse(error, file, provider));
      const { json }: GlobalOptions = command.optsWithGlobals();
      const colour = createColour(terminal.outIsTerminal, terminal.env);
      print({ terminal, json: json === true }, report, () => renderReport(report, colour));
      context.endWith(report.missing ? exitCode.failed : exitCode.ok);
    });
}

/** Says of what cannot be metered what is wrong with it; the server's module is loaded by then. */
async function refuse(error: unknown, file: string, provider: string): Promise<never> {
  const { NoRecording, UnknownProvider } = await import('@cofferdam/server/meter');
  if (error instanceof NoRecording) {
    const name = file === '-' ? 'the standard input' : file;
    throw new CommandFailure(`${name} ${error.message}`, 'A recorded answer is JSON, or a stream as it was sent.');
  }
  if (!(error instanceof UnknownProvider)) throw error;
  const meant = nearest(error.known, provider);
  throw new UsageError(meant === undefined ? error.message : `${error.message}; did you mean ${meant}?`);
}

function renderReport(report: MeterReport, colour: Colour): string {
  const lines = [describe(report)];
  if (report.error !== null) lines.push('', colour.red(printable(describeError(report.error))));
  if (report.attempts.length > 0) lines.push('', renderUsage(report.attempts));
  if (report.attempts.length > 0 || report.tools.length > 0) lines.push('', renderCosts(report));
  if (report.flags.length > 0) lines.push('', colour.yellow(`flags: ${report.flags.join(', ')}`));
  if (report.missing) lines.push('', colour.red('The answer does not say all that it used.'));
  return lines.join('\n');
}

function describe({ provider, model, kind, service_tier, complete, time }: MeterReport): string {
  const parts = [
    `${provider}/${model ?? 'unknown model'}`,
    kind,
    `tier ${service_tier ?? 'standard'}`,
    complete ? 'complete' : 'broken off',
    `priced as of ${time}`,
  ];
  return printable(parts.join(' · '));
}

function describeError({ code, message }: NonNullable<MeterReport['error']>): string {
  return message === '' ? `error ${code}` : `error ${code}: ${message}`;
}

const BUCKETS: readonly (readonly [keyof AttemptReport['usage'], string])[] = [
  ['inputUncached', 'input, uncached'],
  ['cacheRead', 'cache read'],
  ['cacheWrite5m', 'cache write'],
  ['cacheWrite1h', 'cache write, 1 h'],
  ['audioInput', 'audio input'],
  ['imageInput', 'image input'],
  ['output', 'output'],
  ['reasoning', '  of it reasoning'],
  ['audioOutput', 'audio output'],
  ['imageOutput', 'image output'],
];

/** A line for each bucket that has anything, a column for each attempt. */
function renderUsage(attempts: readonly AttemptReport[]): string {
  const columns: Column[] = attempts.map(({ model, partial }) => {
    return { title: partial ? `${model} (partly)` : model, align: 'right' };
  });
  const shown = BUCKETS.filter(([bucket]) => attempts.some(({ usage }) => usage[bucket] > 0));
  const rows = shown.map(([bucket, title]) => [title, ...attempts.map(({ usage }) => formatCount(usage[bucket]))]);
  return renderTable([{ title: 'tokens' }, ...columns], rows);
}

function renderCosts({ attempts, tools, cost_usd, missing }: MeterReport): string {
  const costs: (CostReport & { what: string })[] = [
    ...attempts.map((attempt) => ({ ...attempt, what: attempt.model })),
    ...tools.map((tool) => ({ ...tool, what: `${tool.quantity} ${tool.name}` })),
  ];
  const total = cost_usd ?? 'unknown';
  const amounts = alignDecimals([...costs.map((cost) => cost.cost_usd ?? 'unknown'), total]);
  const rows = costs.map((cost, index) => [cost.what, amounts[index] ?? '', describePrice(cost)]);
  const footer = ['total', amounts.at(-1) ?? '', missing ? 'usage is missing' : ''];
  const columns: Column[] = [{ title: 'charged for' }, { title: 'USD', align: 'right' }, { title: 'price' }];
  return renderTable(columns, [...rows, footer], 1);
}

function describePrice({ price_version, matched, unpriced }: CostReport): string {
  if (unpriced !== null) return `unpriced: ${unpriced}`;
  return matched === 'pattern' ? `${price_version} (a loose match)` : (price_version ?? '');
}
