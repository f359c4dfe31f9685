import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly tone?: 'soon' | 'stop' | 'plain';
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** Something that a reader of the page should know before its figures. */
export function Notice({ tone = 'plain', children, action }: NoticeProps) {
  return (
    <div className={`${styles['notice']} ${styles[tone]}`} role={tone === 'stop' ? 'alert' : 'note'}>
      <div>{children}</div>
      {action}
    </div>
  );
}
