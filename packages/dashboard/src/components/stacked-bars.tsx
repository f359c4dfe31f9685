import { money } from '../format/money.ts';
import { chartColour } from '../theme/series-colour.ts';
import { ChartPlot } from './chart-plot.tsx';
import { ChartWithTable } from './chart-with-table.tsx';
import { DataTable } from './data-table.tsx';
import styles from './stacked-bars.module.css';

/** One piece of a bar: what it is of, and its amount as the API gave it. */
export interface Piece {
  readonly name: string;
  readonly usd: string;
  /** All that has no piece of its own. */
  readonly isRest: boolean;
}

export interface Bar {
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** The API's total of the bar, which the tooltip and the table tell. */
  readonly totalUsd?: string | undefined;
  /** What is expected, and drawn dashed. */
  readonly isProjected?: boolean;
}

interface StackedBarsProps {
  readonly title: string;
  /** What the pieces are of, such as `agent`: the same name has the same colour on every page. */
  readonly dimension: string;
  readonly bars: readonly Bar[];
  /** The largest first, which stands at the bottom. */
  readonly names: readonly string[];
  readonly onPick?: (bar: Bar) => void;
  /** What the pieces measure, where it is not spend. */
  readonly what?: string;
  readonly show?: (value: string) => string;
  readonly tickText?: (value: number) => string;
}

type Drawn = Omit<StackedBarsProps, 'onPick' | 'tickText'>;

function heightOf({ pieces }: Bar): number {
  return pieces.reduce((sum, { usd }) => sum + Number(usd), 0);
}

function inOrder({ pieces }: Bar, names: readonly string[]): readonly Piece[] {
  return pieces.toSorted(
    (one, other) => Number(one.isRest) - Number(other.isRest) || names.indexOf(one.name) - names.indexOf(other.name),
  );
}

function Told({
  bar,
  dimension,
  names,
  show = money,
}: { readonly bar: Bar } & Pick<Drawn, 'dimension' | 'names' | 'show'>) {
  return (
    <>
      <div className={styles['total']}>
        <span>{bar.isProjected === true ? `${bar.name}, expected` : bar.name}</span>
        <span>{bar.totalUsd === undefined ? null : show(bar.totalUsd)}</span>
      </div>
      {bar.isProjected === true ? null : (
        <ul className={styles['told']}>
          {inOrder(bar, names)
            .toReversed()
            .map(({ name, usd, isRest }) => (
              <li key={`${name} ${isRest}`}>
                <i style={{ background: chartColour(dimension, names, isRest ? null : name) }} />
                <span>{name}</span>
                <span>{show(usd)}</span>
              </li>
            ))}
        </ul>
      )}
    </>
  );
}

interface ColumnProps extends Pick<Drawn, 'dimension' | 'names'> {
  readonly bar: Bar;
  readonly x: number;
  readonly step: number;
  readonly top: number;
}

function Column({ bar, x, step, top, dimension, names }: ColumnProps) {
  let below = 0;
  return inOrder(bar, names).map(({ name, usd, isRest }) => {
    const tall = (Number(usd) / top) * 100;
    below += tall;
    const place = { x: x + step * 0.12, width: step * 0.76, y: 100 - below, height: tall };
    return bar.isProjected === true ? (
      <rect key={name} className={styles['projected']} {...place} />
    ) : (
      <rect
        key={`${name} ${isRest}`}
        style={{ fill: chartColour(dimension, names, isRest ? null : name) }}
        {...place}
      />
    );
  });
}

function Legend({ dimension, bars, names }: Drawn) {
  const hasRest = bars.some(({ pieces }) => pieces.some(({ isRest }) => isRest));
  return (
    <ul className={styles['names']}>
      {names.map((name) => (
        <li key={name}>
          <i style={{ background: chartColour(dimension, names, name) }} />
          {name}
        </li>
      ))}
      {hasRest ? (
        <li>
          <i style={{ background: chartColour(dimension, names, null) }} />
          other
        </li>
      ) : null}
      {bars.some(({ isProjected }) => isProjected) ? (
        <li>
          <i className={styles['dashed']} />
          expected
        </li>
      ) : null}
    </ul>
  );
}

function Figures({ title, dimension, bars, names, what = 'Spend', show = money }: Drawn) {
  const rows = bars.flatMap((bar) => inOrder(bar, names).map((piece) => ({ ...piece, bar: bar.name })));
  return (
    <DataTable
      caption={title}
      rows={rows}
      keyOf={({ bar, name, isRest }) => `${bar} ${name} ${isRest}`}
      empty="Nothing was spent."
      columns={[
        { name: 'Time', cell: ({ bar }) => bar },
        {
          name: dimension === '' ? 'What' : dimension.charAt(0).toUpperCase() + dimension.slice(1),
          cell: ({ name }) => name,
        },
        { name: what, cell: ({ usd }) => show(usd), isFigure: true },
      ]}
    />
  );
}

/** Amounts over time as stacked bars from zero, with their names; the same figures as a table are one press away. */
export function StackedBars({ onPick, tickText, ...drawn }: StackedBarsProps) {
  const { title, dimension, bars, names, show = money } = drawn;
  const pick = onPick === undefined ? undefined : (index: number) => (bars[index] ? onPick(bars[index]) : undefined);
  const chart = (
    <ChartPlot
      title={title}
      names={bars.map(({ name }) => name)}
      top={Math.max(...bars.map(heightOf), 0)}
      onPick={pick}
      {...(tickText === undefined ? {} : { tickText })}
      tell={(index) => (bars[index] ? <Told bar={bars[index]} {...{ dimension, names, show }} /> : null)}
    >
      {({ top, step }) =>
        bars.map((bar, index) => <Column key={bar.name} {...{ bar, top, step, dimension, names }} x={index * step} />)
      }
    </ChartPlot>
  );
  return <ChartWithTable chart={chart} table={() => <Figures {...drawn} />} legend={<Legend {...drawn} />} />;
}
