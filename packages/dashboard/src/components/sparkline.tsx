import styles from './sparkline.module.css';

interface SparklineProps {
  /** Amounts as the API gave them, the oldest first. */
  readonly values: readonly (string | number)[];
  /** What it shows, in words: "spend a day, the last 30 days". */
  readonly label: string;
}

/** The course of a figure beside it, from zero, without axes. */
export function Sparkline({ values, label }: SparklineProps) {
  const numbers = values.map(Number);
  const top = Math.max(...numbers, 0) || 1;
  const step = 100 / Math.max(numbers.length - 1, 1);
  const points = numbers.map((value, index) => `${(index * step).toFixed(2)},${(24 - (value / top) * 24).toFixed(2)}`);
  return (
    <svg className={styles['line']} viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label={label}>
      {points.length < 2 ? null : <path d={`M${points.join('L')}`} />}
    </svg>
  );
}
