import { formatUsd } from '@cofferdam/core';
import type { BookedEntry } from '../../services/credits/statement-entries.ts';
import { type CsvColumn, csvHead, csvLine } from '../exports/csv.ts';
import { timeText } from '../render.ts';

/** A line of the file: a movement, or the balance at an end of the month, which moves nothing. */
export type StatementLine =
  | { readonly kind: 'opening_balance' | 'closing_balance'; readonly timeMs: number; readonly balance: bigint }
  | ({ readonly kind: 'movement' } & BookedEntry);

/** A column that only movements have. */
function moved(name: string, get: (movement: BookedEntry) => string | number | null): CsvColumn<StatementLine> {
  return { name, get: (line) => (line.kind === 'movement' ? get(line) : null) };
}

function figure(column: CsvColumn<StatementLine>): CsvColumn<StatementLine> {
  return { ...column, isFigure: true };
}

const columns: readonly CsvColumn<StatementLine>[] = [
  { name: 'time', get: (line) => timeText(line.kind === 'movement' ? line.entry.timeMs : line.timeMs) },
  moved('seq', ({ entry }) => entry.seq),
  { name: 'kind', get: (line) => (line.kind === 'movement' ? line.entry.kind : line.kind) },
  figure(moved('amount_usd', ({ entry }) => formatUsd(entry.amount))),
  figure({
    name: 'balance_usd',
    get: (line) => formatUsd(line.kind === 'movement' ? line.entry.balanceAfter : line.balance),
  }),
  moved('reference', ({ entry }) => entry.reference),
  moved('team', ({ bookedTo }) => bookedTo.team),
  moved('agent', ({ bookedTo }) => bookedTo.agent),
  moved('user', ({ bookedTo }) => bookedTo.user),
  moved('workflow', ({ bookedTo }) => bookedTo.workflow),
  moved('connection', ({ bookedTo }) => bookedTo.connection),
  moved('provider', ({ bookedTo }) => bookedTo.provider),
  moved('model', ({ bookedTo }) => bookedTo.model),
  moved('run', ({ bookedTo }) => bookedTo.run),
  moved('reservation', ({ entry }) => entry.reservationId),
  moved('usage_record', ({ entry }) => entry.usageRecordId),
  moved('correction_of', ({ bookedTo }) => bookedTo.correctionOf),
  moved('id', ({ entry }) => entry.id),
];

export const statementHead = csvHead(columns);

export function statementLine(line: StatementLine): string {
  return csvLine(columns, line);
}
