import type { ReactNode } from 'react';
import styles from './chip.module.css';

/** `soon` for what comes near, `stop` for what is stopped or broken; the word says it too. */
export type Tone = 'quiet' | 'good' | 'soon' | 'stop' | 'accent';

export function Chip({ tone = 'quiet', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`${styles['chip']} ${styles[tone] ?? ''}`}>{children}</span>;
}

/** The states that the API gives to runs, alerts, agents, reservations, payments and the like, each with one tone everywhere. */
const tones: Readonly<Record<string, Tone>> = {
  active: 'good',
  succeeded: 'good',
  delivered: 'good',
  paid: 'good',
  resolved: 'quiet',
  running: 'accent',
  held: 'accent',
  pending: 'accent',
  acknowledged: 'accent',
  warning: 'soon',
  soft: 'quiet',
  snoozed: 'quiet',
  throttle: 'soon',
  throttled: 'soon',
  late: 'soon',
  estimated: 'soon',
  unpriced: 'soon',
  open: 'soon',
  critical: 'stop',
  failed: 'stop',
  dead: 'stop',
  pause: 'stop',
  paused: 'stop',
  block: 'stop',
  blocked: 'stop',
  refused: 'stop',
  revoked: 'stop',
  overage: 'stop',
  disputed: 'stop',
};

/** A state in its own word and its one tone. */
export function StatusBadge({ status }: { readonly status: string }) {
  return <Chip tone={tones[status] ?? 'quiet'}>{status.replaceAll('_', ' ')}</Chip>;
}
