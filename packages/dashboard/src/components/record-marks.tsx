import { StatusBadge } from './chip.tsx';

/** What of a usage record is not as usual. */
export interface Marked {
  readonly type: string;
  readonly estimated: boolean;
  readonly unpriced: boolean;
  readonly late: boolean;
  readonly overage: boolean;
  readonly imported: boolean;
}

const marks = ['unpriced', 'estimated', 'overage', 'late', 'imported'] as const;

/** Marks of a record, each in its word; nothing where it is exact and in time. */
export function RecordMarks({ record }: { readonly record: Marked }) {
  const found: string[] = marks.filter((mark) => record[mark]);
  if (record.type === 'correction') found.unshift('correction');
  return found.map((mark) => <StatusBadge key={mark} status={mark} />);
}
