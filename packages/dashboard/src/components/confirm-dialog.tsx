import { useState, type ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { Dialog, DialogFoot } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** A plain sentence of what will happen. */
  readonly children: ReactNode;
  /** What the button says: the act itself, such as "Revoke the key". */
  readonly action: string;
  readonly kind?: 'main' | 'danger';
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Closes the dialog when it is done; what the API refuses is said in it. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before something that is not undone by one press. */
export function ConfirmDialog({
  title,
  children,
  action,
  kind = 'danger',
  isOpen,
  onClose,
  onConfirm,
}: ConfirmDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = (): void => {
    setProblem(null);
    onClose();
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.detail : 'Something went wrong on this page.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} about={children} isOpen={isOpen} onClose={close}>
      {problem === null ? null : (
        <p role="alert" className={styles['problem']}>
          {problem}
        </p>
      )}
      <DialogFoot>
        <Button onClick={close}>Cancel</Button>
        <Button kind={kind} isBusy={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
