import styles from './budget-bar.module.css';

export interface BudgetShares {
  /** Parts of the limit: the server's figures, as shares for the drawing alone. */
  readonly spent: number;
  readonly reserved: number;
}

function tone(share: number): 'calm' | 'soon' | 'stop' {
  if (share >= 1) return 'stop';
  return share >= 0.7 ? 'soon' : 'calm';
}

/** A budget as one bar in three tones: spent, reserved, left. `text` says it in words. */
export function BudgetBar({ shares, text }: { readonly shares: BudgetShares; readonly text: string }) {
  const spent = Math.min(Math.max(shares.spent, 0), 1);
  const reserved = Math.min(Math.max(shares.reserved, 0), 1 - spent);
  const kind = tone(shares.spent + shares.reserved);
  return (
    <svg className={styles[kind]} viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={text}>
      <title>{text}</title>
      <rect className={styles['left']} width="100" height="8" />
      <rect className={styles['spent']} width={spent * 100} height="8" />
      <rect className={styles['reserved']} x={spent * 100} width={reserved * 100} height="8" />
    </svg>
  );
}
