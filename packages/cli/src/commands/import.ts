import path from 'node:path';
import { type Command, Option } from 'commander';
import { expectSuccess } from '../api-client/problem.ts';
import { sendPersistently } from '../api-client/persistence.ts';
import { exitCode } from '../exit.ts';
import { type Exporter, exporters } from '../imports/from/map-file.ts';
import { type ImportFile, readParts } from '../imports/read-parts.ts';
import { ImportTally } from '../imports/tally.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { formatCount } from '../terminal/figures.ts';
import { printable } from '../terminal/printable.ts';
import { createProgress } from '../terminal/progress.ts';
import { readText } from '../terminal/read-text.ts';

const giveUpAfterMs = 120_000;
const shownErrors = 20;

interface ImportOptions {
  readonly source?: string;
  readonly from?: Exporter;
}

export function addImport(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('import usage of the past, so that reports have it: booked and counted, and paid for by nobody')
    .argument('<file>', 'CSV or NDJSON, such as an export writes; - reads the standard input')
    .option('--source <name>', "where it is from: each row of a source is imported once (else the file's name)")
    .addOption(
      new Option('--from <exporter>', "whose export it is, where it is not in this program's own form").choices(
        exporters,
      ),
    )
    .action((file: string, options: ImportOptions, command: Command) => importFile(file, options, command, context));
}

async function importFile(
  file: string,
  options: ImportOptions,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const fileName = file === '-' ? 'stdin' : path.basename(file);
  const source = options.source ?? fileName;
  const foreign = options.from === undefined ? null : { exporter: options.from, nowMs: Date.now() };
  const content = readParts(await readText(file, terminal), fileName, foreign);
  const session = await openSession(command, context);
  const stop = new AbortController();
  const stopListening = terminal.onInterrupt(() => stop.abort());
  const tally = await send(session, content, source, stop.signal);
  stopListening();
  print(session, resultOf(tally, source), () => describe(tally, source, fileName, content.empty));
  if (stop.signal.aborted) context.endWith(exitCode.interrupted);
  else if (tally.errors.length > 0) context.endWith(exitCode.failed);
}

/** Part by part; a part that was sent twice because its answer was lost counts as repeated. */
async function send(
  { client, terminal }: Session,
  { parts, bad }: ImportFile,
  source: string,
  stop: AbortSignal,
): Promise<ImportTally> {
  const tally = new ImportTally();
  tally.addUnsent(bad);
  const total = parts.reduce((sum, { lines }) => sum + lines.length, bad.length);
  const progress = createProgress({
    write: (text) => terminal.err(text),
    isTerminal: terminal.errIsTerminal,
    columns: terminal.columns,
    nowMs: () => terminal.nowMs(),
  });
  const state = () => ({ done: tally.rows, total, spentUsd: tally.costUsd, refused: tally.leftOut });
  const query = new URLSearchParams({ source }).toString();
  const patience = { clock: terminal, giveUpAfterMs, stop };
  for (const { body, lines } of parts) {
    if (stop.aborted) break;
    const request = {
      method: 'POST',
      path: `/v1/imports/usage?${query}`,
      text: body,
      contentType: 'application/x-ndjson',
    } as const;
    const reply = await sendPersistently(client, request, patience);
    if (reply === undefined) break;
    tally.add(expectSuccess(reply), lines);
    progress.update(state);
  }
  progress.finish(state());
  return tally;
}

function resultOf(tally: ImportTally, source: string): Record<string, unknown> {
  const { rows, imported, repeated, leftOut, unpriced, costUsd, errors } = tally;
  return { source, rows, imported, repeated, left_out: leftOut, unpriced, cost_usd: costUsd, errors };
}

function describe(tally: ImportTally, source: string, fileName: string, empty: number): string {
  const { imported, repeated, leftOut, unpriced, costUsd, errors } = tally;
  const notes = [
    repeated > 0 ? `${formatCount(repeated)} were there already` : '',
    unpriced > 0 ? `${formatCount(unpriced)} have no price` : '',
    leftOut > 0 ? `${formatCount(leftOut)} were left out` : '',
    empty > 0 ? `${formatCount(empty)} had nothing in them` : '',
  ].filter((note) => note !== '');
  const head = `Imported ${formatCount(imported)} records from ${printable(source)}, ${costUsd} USD.`;
  const shown = errors
    .toSorted((a, b) => a.line - b.line)
    .slice(0, shownErrors)
    .map(({ line, field, problem }) => printable(`${fileName}:${line}: ${field}: ${problem}`));
  const rest = errors.length > shownErrors ? [`… and ${errors.length - shownErrors} more`] : [];
  const advice =
    errors.length > 0 ? ['Mend these and import the file again: what is in stays, and is not counted twice.'] : [];
  return [notes.length === 0 ? head : `${head} ${notes.join(', ')}.`, ...shown, ...rest, ...advice].join('\n');
}
