import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';
import popup from './popup.module.css';

interface DialogProps {
  readonly title: string;
  /** A sentence below the title; said to screen readers with it. */
  readonly about?: ReactNode;
  readonly isOpen: boolean;
  /** By Escape, by a press beside it, or by the button that says so. */
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A window over the page. It keeps the focus while it is open, and gives it back. */
export function Dialog({ title, about, isOpen, onClose, isWide = false, children }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={popup['backdrop']} />
        <Base.Viewport className={styles['viewport']}>
          <Base.Popup className={`${styles['popup']} ${isWide ? styles['wide'] : ''}`}>
            <Base.Title>{title}</Base.Title>
            {about === undefined ? null : (
              <Base.Description className={styles['about']} render={<div />}>
                {about}
              </Base.Description>
            )}
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The line of buttons that a dialog ends with; what it is for stands last. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className={styles['foot']}>{children}</div>;
}
