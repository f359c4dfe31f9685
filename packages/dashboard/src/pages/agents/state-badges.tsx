import { Chip, StatusBadge } from '../../components/chip.tsx';
import styles from './state-badges.module.css';

interface Standing {
  readonly paused: boolean;
  readonly restrictions?: readonly { readonly id: string; readonly do: string }[];
}

/** Whether an agent may spend: paused by somebody, throttled or blocked by a budget, or free. */
export function StateBadges({ agent }: { readonly agent: Standing }) {
  const { paused, restrictions = [] } = agent;
  const held = [...new Set(restrictions.map((restriction) => restriction.do))].filter((kind) => kind !== 'pause');
  if (!paused && held.length === 0) return <Chip>free</Chip>;
  return (
    <span className={styles['badges']}>
      {paused ? <StatusBadge status="paused" /> : null}
      {held.map((kind) => (
        <StatusBadge key={kind} status={kind === 'throttle' ? 'throttled' : 'blocked'} />
      ))}
    </span>
  );
}
