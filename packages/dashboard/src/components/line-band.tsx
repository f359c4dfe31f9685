import { money } from '../format/money.ts';
import { ChartPlot } from './chart-plot.tsx';
import { ChartWithTable } from './chart-with-table.tsx';
import { DataTable } from './data-table.tsx';
import styles from './line-band.module.css';

export interface LinePoint {
  readonly name: string;
  /** As the API gave it; null where nothing is known. */
  readonly value: string | null;
  readonly low?: string | null;
  readonly high?: string | null;
  /** What is expected, and drawn dashed. */
  readonly isProjected?: boolean;
}

interface LineBandProps {
  readonly title: string;
  readonly points: readonly LinePoint[];
  /** What the values are, at the head of the table: "Balance". */
  readonly what: string;
  /** A level to be seen beside them, such as a limit. */
  readonly limit?: string | undefined;
  readonly show?: (value: string) => string;
  readonly tickText?: (value: number) => string;
  readonly heightPx?: number;
}

interface Scale {
  readonly top: number;
  readonly step: number;
}

function place(value: string, index: number, { top, step }: Scale): string {
  return `${((index + 0.5) * step).toFixed(3)},${(100 - (Number(value) / top) * 100).toFixed(3)}`;
}

/** The line through the points that are known; expected ones begin at the last that came. */
function pathOf(points: readonly LinePoint[], isProjected: boolean, scale: Scale): string {
  const known = points.map((point, index) => ({ ...point, index })).filter(({ value }) => value !== null);
  const first = known.findIndex((point) => point.isProjected === true);
  const from = first === -1 ? known.length : first;
  const drawn = isProjected ? known.slice(Math.max(from - 1, 0)) : known.slice(0, from);
  const isEmpty = drawn.length < 2 || (isProjected && first === -1);
  return isEmpty ? '' : `M${drawn.map(({ value, index }) => place(value ?? '0', index, scale)).join('L')}`;
}

function bandOf(points: readonly LinePoint[], scale: Scale): string {
  const wide = points.map((point, index) => ({ ...point, index })).filter(({ low, high }) => low && high);
  if (wide.length < 2) return '';
  const upper = wide.map(({ high, index }) => place(high ?? '0', index, scale));
  const lower = wide.toReversed().map(({ low, index }) => place(low ?? '0', index, scale));
  return `M${[...upper, ...lower].join('L')}Z`;
}

function range({ low, high }: LinePoint, show: (value: string) => string): string {
  return low && high ? `${show(low)} – ${show(high)}` : '';
}

/** A figure over time as a line from zero, what is expected dashed, with the band that it may lie in. */
export function LineBand(props: LineBandProps) {
  const { title, points, what, limit, show = money, tickText, heightPx } = props;
  const all = points.flatMap(({ value, high }) => [Number(value ?? 0), Number(high ?? 0)]);
  const chart = (
    <ChartPlot
      title={title}
      names={points.map(({ name }) => name)}
      top={Math.max(...all, Number(limit ?? 0), 0)}
      {...(tickText === undefined ? {} : { tickText })}
      {...(heightPx === undefined ? {} : { heightPx })}
      tell={(index) => {
        const point = points[index];
        if (point === undefined) return null;
        return (
          <div className={styles['told']}>
            <strong>{point.isProjected === true ? `${point.name}, expected` : point.name}</strong>
            <span>{point.value === null ? 'not known' : `${what} ${show(point.value)}`}</span>
            <span>{range(point, show)}</span>
          </div>
        );
      }}
    >
      {(scale) => {
        const y = limit === undefined ? 0 : 100 - (Number(limit) / scale.top) * 100;
        return (
          <>
            <path className={styles['band']} d={bandOf(points, scale)} />
            {limit === undefined ? null : <line className={styles['limit']} x1="0" x2="100" y1={y} y2={y} />}
            <path className={styles['line']} d={pathOf(points, false, scale)} />
            <path className={styles['dashed']} d={pathOf(points, true, scale)} />
          </>
        );
      }}
    </ChartPlot>
  );
  const table = () => (
    <DataTable
      caption={title}
      rows={points}
      keyOf={({ name }) => name}
      empty="There is nothing yet."
      columns={[
        { name: 'Time', cell: ({ name }) => name },
        { name: what, cell: ({ value }) => (value === null ? '' : show(value)), isFigure: true },
        { name: 'Between', cell: (point) => range(point, show), isFigure: true },
      ]}
    />
  );
  return <ChartWithTable chart={chart} table={table} />;
}
