import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { dateTime } from '../../format/time.ts';
import { Field } from '../../components/field.tsx';
import styles from './alerts-page.module.css';
import { useActing } from './use-acting.ts';

const hourMs = 3_600_000;

const spans = [
  ['1 hour', hourMs],
  ['4 hours', 4 * hourMs],
  ['1 day', 24 * hourMs],
  ['1 week', 168 * hourMs],
] as const;

interface SnoozeProps {
  readonly id: string | null;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Until when an alert is not told of. */
export function SnoozeDialog({ id, timeZone, isOpen, onClose }: SnoozeProps) {
  const [own, setOwn] = useState('');
  const acting = useActing(onClose);
  const snooze = (untilMs: number): void => {
    if (id !== null) acting.mutate({ kind: 'snooze', id, until: new Date(untilMs).toISOString() });
  };
  const ownMs = Date.parse(own);
  return (
    <Dialog
      title="Snooze the alert"
      about="It is told of again then, if it is not resolved by that time."
      isOpen={isOpen}
      onClose={onClose}
    >
      <div className={styles['spans']}>
        {spans.map(([name, ms]) => (
          <Button
            key={name}
            title={`until ${dateTime(new Date(Date.now() + ms).toISOString(), timeZone)}`}
            onClick={() => snooze(Date.now() + ms)}
          >
            {name}
          </Button>
        ))}
      </div>
      <Field
        label="Or until, in the time of this computer"
        type="datetime-local"
        value={own}
        onChange={(event) => setOwn(event.target.value)}
      />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="main" disabled={Number.isNaN(ownMs)} onClick={() => snooze(ownMs)}>
          Snooze until then
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
