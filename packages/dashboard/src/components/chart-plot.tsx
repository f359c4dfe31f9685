import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { axisMoney, ticksUpTo } from '../format/axis.ts';
import styles from './chart-plot.module.css';

interface ChartPlotProps {
  readonly title: string;
  /** What stands below each place along the axis, the first to the last. */
  readonly names: readonly string[];
  /** The largest value that is drawn. */
  readonly top: number;
  readonly tickText?: (value: number) => string;
  readonly heightPx?: number;
  /** Draws into a square of 100 by 100, whose top stands for `top` of the axis. */
  readonly children: (scale: { readonly top: number; readonly step: number }) => ReactNode;
  /** What is told of one place. */
  readonly tell: (index: number) => ReactNode;
  /** Pressing a place, or Enter on it, leads to what is behind it. */
  readonly onPick?: ((index: number) => void) | undefined;
}

/** So many characters stand below a chart beside each other without touching, on a phone as well. */
const roomForCharacters = 42;
const mostNames = 7;

function Names({ names }: { readonly names: readonly string[] }) {
  const longest = Math.max(...names.map((name) => name.length), 1);
  const most = Math.min(mostNames, Math.max(2, Math.floor(roomForCharacters / longest)));
  const every = Math.ceil(names.length / most);
  return (
    <div className={styles['names']} aria-hidden="true">
      {names.map((name, index) =>
        index % every === 0 ? (
          <span key={name} style={{ left: `${((index + 0.5) / names.length) * 100}%` }}>
            {name}
          </span>
        ) : null,
      )}
    </div>
  );
}

/** The place that is pointed at, by a pointer or by the arrow keys. */
function usePlace(count: number, onPick: ChartPlotProps['onPick']) {
  const [place, setPlace] = useState<number | null>(null);
  const moves: Readonly<Record<string, (from: number) => number>> = {
    ArrowLeft: (from) => Math.max(from - 1, 0),
    ArrowRight: (from) => Math.min(from + 1, count - 1),
    Home: () => 0,
    End: () => count - 1,
  };
  return {
    place: place === null || place >= count ? null : place,
    bindings: {
      onPointerMove: ({ clientX, currentTarget }: PointerEvent) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        setPlace(Math.min(Math.max(Math.floor(((clientX - left) / width) * count), 0), count - 1));
      },
      onPointerLeave: () => setPlace(null),
      onBlur: () => setPlace(null),
      onClick: () => (place === null ? undefined : onPick?.(place)),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && place !== null) onPick?.(place);
        const move = moves[event.key];
        if (move === undefined) return;
        event.preventDefault();
        setPlace(move(place ?? count));
      },
    },
  };
}

/** Where a chart is drawn: a zero-based axis with few ticks, the names below, and what is pointed at in words. */
export function ChartPlot(props: ChartPlotProps) {
  const { title, names, top, tickText = axisMoney, heightPx = 200, children, tell, onPick } = props;
  const { place, bindings } = usePlace(names.length, onPick);
  const ticks = ticksUpTo(top);
  const scale = { top: ticks.at(-1) ?? 1, step: 100 / Math.max(names.length, 1) };
  const left = place === null ? 0 : (place + 0.5) * scale.step;
  const side = left > 55 ? { right: `${100 - left + scale.step / 2}%` } : { left: `${left + scale.step / 2}%` };
  return (
    <div className={styles['plot']}>
      <div className={styles['ticks']} style={{ height: heightPx }} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ bottom: `${(tick / scale.top) * 100}%` }}>
            {tickText(tick)}
          </span>
        ))}
      </div>
      <div
        {...bindings}
        className={styles['drawing']}
        style={{ height: heightPx, cursor: onPick === undefined ? 'default' : 'pointer' }}
        role="group"
        aria-label={`${title}. Left and right go through it.`}
        tabIndex={0}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {place === null ? null : (
            <rect className={styles['here']} x={place * scale.step} width={scale.step} height="100" />
          )}
          {ticks.slice(1).map((tick) => {
            const y = 100 - (tick / scale.top) * 100;
            return <line key={tick} className={styles['grid']} x1="0" x2="100" y1={y} y2={y} />;
          })}
          {children(scale)}
        </svg>
        <div aria-live="polite">
          {place === null ? null : (
            <div className={styles['tooltip']} style={side}>
              {tell(place)}
            </div>
          )}
        </div>
      </div>
      <Names names={names} />
    </div>
  );
}
