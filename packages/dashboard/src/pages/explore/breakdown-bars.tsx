import { BarList } from '../../components/bar-list.tsx';
import { seriesColour } from '../../theme/series-colour.ts';
import type { Breakdown, BreakdownRow } from './explore.ts';
import { shown } from './measure.ts';
import { RowLabel } from './row-label.tsx';
import { labelText, type Dimension, type Measure } from './search.ts';

interface BreakdownBarsProps {
  readonly breakdown: Breakdown;
  readonly by: readonly Dimension[];
  readonly measure: Measure;
}

export function rowKey(row: BreakdownRow, by: readonly Dimension[]): string {
  return by.map((dimension) => row[dimension] ?? '').join('\n');
}

/** The rows as horizontal bars, with all others in one. */
export function BreakdownBars({ breakdown: { data, other }, by, measure }: BreakdownBarsProps) {
  const { of, text } = shown[measure];
  const [first = 'agent'] = by;
  const rows = data.flatMap((row) => {
    const value = of(row);
    if (value === null) return [];
    const name = by.map((dimension) => <RowLabel key={dimension} dimension={dimension} value={row[dimension]} />);
    const colour = seriesColour(first, labelText(first, row[first]));
    return [{ key: rowKey(row, by), name: <>{name}</>, value, figure: text(value), colour }];
  });
  const rest = other === null ? null : of(other);
  const others =
    other === null || rest === null
      ? []
      : [{ key: '', name: `${other.groups} others`, value: rest, figure: text(rest), colour: 'var(--series-rest)' }];
  return rows.length === 0 ? <p>Nothing was used in this period.</p> : <BarList rows={[...rows, ...others]} />;
}
