import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import styles from './toasts.module.css';

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={styles['toast']}
      aria-label={toast.type === 'problem' ? 'What could not be done' : 'What was done'}
    >
      <Toast.Content className={styles['content']}>
        <Toast.Description />
        <Toast.Action className={styles['undo']} />
        <Toast.Close className={styles['close']} aria-label="Dismiss">
          ×
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Where short news of what was done stands for a while. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={6_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

interface Telling {
  /** What was done, in the past tense: "support-bot is paused." With what undoes it, where something does. */
  readonly tell: (text: string, undo?: { readonly name: string; readonly onUndo: () => void }) => void;
  /** What could not be done: for `onError` of a mutation that has no form of its own. */
  readonly tellProblem: (error: unknown) => void;
}

/** `const { tell, tellProblem } = useToast()`. */
export function useToast(): Telling {
  const { add, close } = Toast.useToastManager();
  return {
    tell: (text, undo) => {
      // What was undone is no news any more.
      const press = (): void => {
        close(id);
        undo?.onUndo();
      };
      const id = add({
        description: text,
        ...(undo === undefined ? {} : { actionProps: { children: undo.name, onClick: press }, timeout: 10_000 }),
      });
    },
    tellProblem: (error) =>
      void add({
        description: error instanceof ApiError ? error.detail : 'Something went wrong on this page.',
        type: 'problem',
        priority: 'high',
        timeout: 12_000,
      }),
  };
}
