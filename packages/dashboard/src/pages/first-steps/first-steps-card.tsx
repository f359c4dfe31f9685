import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { useToast } from '../../components/toasts.tsx';
import { anyUsageQuery, dismiss, isDismissed } from './first-steps.ts';
import styles from './first-steps.module.css';

/** On the overview of an org in which nothing was used yet. */
export function FirstStepsCard() {
  const mayOperate = usePermitted('operate');
  const navigate = useNavigate();
  const { tell } = useToast();
  const [isGone, setGone] = useState(isDismissed);
  const { data: isUsed } = useQuery({ ...anyUsageQuery, enabled: !isGone && mayOperate });
  if (isGone || !mayOperate || isUsed !== false) return null;
  const leave = (): void => {
    dismiss();
    setGone(true);
    tell('The first steps stay in the menu under your name.');
  };
  return (
    <section className={styles['card']} aria-label="First steps">
      <p>
        <strong>Nothing was called yet.</strong> Five steps lead from here to a first call, what it cost, and a first
        call that a budget refuses. The simulator needs no account.
      </p>
      <div className={styles['row']}>
        <Button onClick={leave}>Not now</Button>
        <Button kind="main" onClick={() => void navigate({ to: '/first-steps' })}>
          Take the first steps
        </Button>
      </div>
    </section>
  );
}
