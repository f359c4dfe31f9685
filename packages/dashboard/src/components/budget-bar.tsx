import styles from './budget-bar.module.css';

export interface BudgetShares {
  /** Parts of the limit: the server's figures, as shares for the drawing alone. */
  readonly spent: number;
  readonly reserved: number;
}

interface BudgetBarProps {
  readonly shares: BudgetShares;
  /** What the bar shows, in words. */
  readonly text: string;
  /** Shares of the limit at which somebody is told; the colour changes at the first of them. */
  readonly thresholds?: readonly number[];
}

function tone(share: number, thresholds: readonly number[]): 'calm' | 'soon' | 'stop' {
  if (share >= 1) return 'stop';
  return share >= Math.min(...thresholds, 1) ? 'soon' : 'calm';
}

/** A budget as one bar in three tones, spent (solid), reserved (hatched), left (empty), with a tick at each threshold. */
export function BudgetBar({ shares, text, thresholds = [0.7, 0.9] }: BudgetBarProps) {
  const spent = Math.min(Math.max(shares.spent, 0), 1);
  const reserved = Math.min(Math.max(shares.reserved, 0), 1 - spent);
  const kind = tone(shares.spent + shares.reserved, thresholds);
  return (
    <div className={`${styles['bar']} ${styles[kind]}`} role="img" aria-label={text} title={text}>
      <div className={styles['spent']} style={{ width: `${spent * 100}%` }} />
      <div className={styles['reserved']} style={{ width: `${reserved * 100}%` }} />
      {thresholds
        .filter((share) => share > 0 && share < 1)
        .map((share) => (
          <i key={share} className={styles['tick']} style={{ left: `${share * 100}%` }} />
        ))}
    </div>
  );
}
