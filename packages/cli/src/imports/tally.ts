import { formatUsd, parseUsd } from '@cofferdam/core';
import { fieldsOf, textAt } from '../api-client/fields.ts';

export interface ImportError {
  readonly line: number;
  readonly field: string;
  readonly problem: string;
}

/** What the parts of a file came to, all together. */
export class ImportTally {
  rows = 0;
  imported = 0;
  repeated = 0;
  leftOut = 0;
  unpriced = 0;
  costNanoUsd = 0n;
  readonly errors: ImportError[] = [];

  /** Rows that could not be sent. */
  addUnsent(errors: readonly ImportError[]): void {
    this.rows += errors.length;
    this.leftOut += errors.length;
    this.errors.push(...errors);
  }

  /** Adds the answer to a part; its lines become those of the file. */
  add(body: unknown, lines: readonly number[]): void {
    const answer = fieldsOf(body);
    const count = (name: string): number => Number(answer[name] ?? 0);
    this.rows += lines.length;
    this.imported += count('imported');
    this.repeated += count('repeated');
    // What was not read because of too many errors is left out too.
    this.leftOut += lines.length - count('imported') - count('repeated');
    this.unpriced += count('unpriced');
    const cost = parseUsd(textAt(body, 'cost_usd'), { allowNegative: true });
    if (cost.ok) this.costNanoUsd += cost.value;
    for (const error of (answer['errors'] ?? []) as readonly ImportError[])
      this.errors.push({ ...error, line: lines[error.line - 1] ?? error.line });
  }

  get costUsd(): string {
    return formatUsd(this.costNanoUsd);
  }
}
