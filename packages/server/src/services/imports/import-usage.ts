import { createHash } from 'node:crypto';
import { formatUsd, type Outcome, type RecordCommand, type UsageReport } from '@cofferdam/core';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import type { ChangedBy } from '../audit/change.ts';
import type { Carrier } from '../lane/carrier.ts';
import type { LaneCommand, Rendered } from '../lane/command.ts';
import { DamagedTable } from './csv-reader.ts';
import { importSource } from './import-source.ts';
import type { ImportedRow } from './read-rows.ts';

export interface ImportProblem {
  readonly line: number;
  readonly field: string;
  readonly problem: string;
}

/** What became of a file. */
export interface ImportSummary {
  rows: number;
  imported: number;
  /** Were there already, from an earlier import. */
  repeated: number;
  /** Rows that are wrong, and those that stand in one chunk with them. */
  leftOut: number;
  unpriced: number;
  costNanoUsd: bigint;
  readonly problems: ImportProblem[];
  /** The rest of the file was not read. */
  stopped: boolean;
}

/** So many rows go in together, or not at all. */
const rowsPerChunk = 250;

/** A file with more rows is cut into several. */
export const maxRows = 100_000;

/** After as many, the rest of the file is not read: there is something wrong with all of it. */
const maxProblems = 100;

export interface ImportOptions {
  readonly lanes: Carrier;
  readonly orgId: string;
  readonly mayCreateAgent: boolean;
  /** The name of the source, as whoever imports it has it. */
  readonly source: string;
  readonly by: ChangedBy;
  /** A row as a report, under the name that it has in the source; or what is wrong with it. */
  readonly reportOf: (
    members: Readonly<Record<string, string>>,
    id: string,
  ) => UsageReport | Omit<ImportProblem, 'line'>;
}

interface Booked {
  readonly imported: number;
  readonly repeated: number;
  readonly unpriced: number;
  readonly costNanoUsd: string;
}

/** The body is read back by us alone: what is told to the caller is the sum over all chunks. */
function renderChunk(outcome: Outcome): Rendered {
  if (outcome.kind === 'refused') return { status: 422, body: JSON.stringify(describeRefusal(outcome.refusal)) };
  if (outcome.kind !== 'recorded') throw new Error(`an import came out as ${outcome.kind}`);
  const records = outcome.usage.flatMap((one) => (one.kind === 'new' ? one.records : []));
  const imported = outcome.usage.filter(({ kind }) => kind === 'new').length;
  const booked: Booked = {
    imported,
    repeated: outcome.usage.length - imported,
    unpriced: records.filter(({ costNanoUsd }) => costNanoUsd === null).length,
    costNanoUsd: records.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0n), 0n).toString(),
  };
  return { status: 201, body: JSON.stringify(booked), reports: outcome.usage.map(() => '{}') };
}

/** Names rows that have no id: by what they say, and by how many before them said the same. */
function rowNamer(): (members: Readonly<Record<string, string>>) => string {
  const seen = new Map<string, number>();
  return (members) => {
    if (members['id'] !== undefined) return members['id'];
    const text = JSON.stringify(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const digest = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    const count = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, count);
    return `${digest}-${count}`;
  };
}

function bookedAnew(outcome: Outcome): boolean {
  return outcome.kind === 'recorded' && outcome.usage.some(({ kind }) => kind === 'new');
}

class Import {
  readonly summary: ImportSummary = {
    rows: 0,
    imported: 0,
    repeated: 0,
    leftOut: 0,
    unpriced: 0,
    costNanoUsd: 0n,
    problems: [],
    stopped: false,
  };
  readonly #options: ImportOptions;
  readonly #nameRow = rowNamer();

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  /** A chunk goes in whole, or is left out whole with what is wrong in it. */
  async take(rows: readonly ImportedRow[]): Promise<void> {
    const { problems } = this.summary;
    const before = problems.length;
    this.summary.rows += rows.length;
    const usage = rows.flatMap((row) => this.#reportOf(row));
    if (problems.length > before) this.summary.leftOut += rows.length;
    else await this.#book(rows, usage);
  }

  #reportOf({ line, members, problem }: ImportedRow): UsageReport[] {
    const read = members === null ? problem! : this.#options.reportOf(members, this.#nameRow(members));
    if (!('problem' in read)) return [read];
    this.summary.problems.push({ line, ...read });
    return [];
  }

  /** The import is told of once, with the first chunk that books anything: in its transaction. */
  #audit(): NonNullable<LaneCommand['audit']> {
    const { source, by } = this.#options;
    const target = { kind: 'import', id: source, name: source };
    const change = { action: 'usage.imported', target, before: null, after: { source: importSource(source) } } as const;
    return { by, changeOf: (outcome) => (bookedAnew(outcome) ? change : null) };
  }

  async #book(rows: readonly ImportedRow[], usage: readonly UsageReport[]): Promise<void> {
    const { lanes, orgId, mayCreateAgent } = this.#options;
    const command: RecordCommand = { kind: 'record', usage, mayCreateAgent, history: true };
    const audit = this.summary.imported === 0 ? { audit: this.#audit() } : {};
    const answer = await lanes.submit(orgId, { command, idempotency: null, render: renderChunk, ...audit });
    const body = JSON.parse(answer.body) as Booked & { readonly detail?: string };
    if (answer.status !== 201) {
      this.summary.leftOut += rows.length;
      this.summary.problems.push({
        line: rows[0]!.line,
        field: 'row',
        problem: body.detail ?? 'the chunk was refused',
      });
      return;
    }
    this.summary.imported += body.imported;
    this.summary.repeated += body.repeated;
    this.summary.unpriced += body.unpriced;
    this.summary.costNanoUsd += BigInt(body.costNanoUsd);
  }
}

/**
 * Books a file of history, a chunk at a time: each in one transaction, after the one before it. What was booked stays,
 * whatever comes after it; the same file again books what is missing. Raises what the lane raises where the store
 * cannot answer.
 */
export async function importUsage(
  pieces: AsyncIterable<readonly ImportedRow[]>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const made = new Import(options);
  const { summary } = made;
  let chunk: ImportedRow[] = [];
  try {
    for await (const rows of pieces) {
      for (const row of rows) {
        chunk.push(row);
        if (chunk.length < rowsPerChunk) continue;
        await made.take(chunk);
        chunk = [];
        if (summary.problems.length >= maxProblems || summary.rows >= maxRows) {
          summary.stopped = true;
          return summary;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedTable)) throw error;
    summary.problems.push({ line: error.line, field: 'row', problem: error.message });
    summary.stopped = true;
  }
  if (chunk.length > 0) await made.take(chunk);
  return summary;
}

/** An amount of a summary, as the wire has it. */
export function summaryCost({ costNanoUsd }: ImportSummary): string {
  return formatUsd(costNanoUsd);
}
