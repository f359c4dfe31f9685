import { useState } from 'react';
import { money } from '../format/money.ts';
import { Button } from './button.tsx';
import styles from './stacked-bars.module.css';
import { Table } from './table.tsx';

/** One piece of a bar: what it is of, and its amount as the API gave it. */
export interface Piece {
  readonly name: string;
  readonly usd: string;
  readonly isRest: boolean;
}

export interface Bar {
  readonly name: string;
  readonly pieces: readonly Piece[];
}

interface StackedBarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** In the order of their colours, the largest first, which stands at the bottom. */
  readonly names: readonly string[];
}

const [width, height] = [720, 200];

function heightOf({ pieces }: Bar): number {
  return pieces.reduce((sum, { usd }) => sum + Number(usd), 0);
}

function colour(name: string, isRest: boolean, names: readonly string[]): string {
  return isRest ? 'var(--series-rest)' : `var(--series-${(names.indexOf(name) % 7) + 1})`;
}

function words({ name, pieces }: Bar): string {
  return `${name}: ${pieces.map((piece) => `${piece.name} ${money(piece.usd)}`).join(', ') || 'nothing'}`;
}

function Drawing({ title, bars, names }: StackedBarsProps) {
  const top = Math.max(...bars.map(heightOf), 0) || 1;
  const step = width / Math.max(bars.length, 1);
  return (
    <svg
      className={styles['drawing']}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={title}
    >
      {bars.map((bar, index) => {
        let below = 0;
        const ordered = bar.pieces.toSorted(
          (a, b) => Number(a.isRest) - Number(b.isRest) || names.indexOf(a.name) - names.indexOf(b.name),
        );
        return (
          <g key={bar.name}>
            <title>{words(bar)}</title>
            <rect className={styles['ground']} x={index * step} width={step} height={height} />
            {ordered.map(({ name, usd, isRest }) => {
              const tall = (Number(usd) / top) * height;
              below += tall;
              return (
                <rect
                  key={`${name} ${isRest}`}
                  x={index * step + step * 0.1}
                  width={step * 0.8}
                  y={height - below}
                  height={tall}
                  fill={colour(name, isRest, names)}
                />
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

/** Amounts by day as stacked bars from zero, with their names; the same figures as a table are one key away. */
export function StackedBars(props: StackedBarsProps) {
  const { title, bars, names } = props;
  const [isTable, setTable] = useState(false);
  const hasRest = bars.some(({ pieces }) => pieces.some(({ isRest }) => isRest));
  const rows = bars.flatMap((bar) => bar.pieces.map((piece) => ({ ...piece, bar: bar.name })));
  return (
    <div>
      {isTable ? (
        <Table
          caption={title}
          rows={rows}
          keyOf={({ bar, name, isRest }) => `${bar} ${name} ${isRest}`}
          empty="Nothing was spent."
          columns={[
            { name: 'Day', cell: ({ bar }) => bar },
            { name: 'Of', cell: ({ name }) => name },
            { name: 'Spend', cell: ({ usd }) => money(usd), isFigure: true },
          ]}
        />
      ) : (
        <Drawing {...props} />
      )}
      <div className={styles['foot']}>
        <span>{bars[0]?.name}</span>
        <ul className={styles['names']}>
          {names.map((name) => (
            <li key={name}>
              <i style={{ background: colour(name, false, names) }} />
              {name}
            </li>
          ))}
          {hasRest ? (
            <li>
              <i style={{ background: colour('', true, names) }} />
              other
            </li>
          ) : null}
        </ul>
        <span>{bars.at(-1)?.name}</span>
        <Button kind="quiet" onClick={() => setTable(!isTable)}>
          {isTable ? 'As a chart' : 'As a table'}
        </Button>
      </div>
    </div>
  );
}
