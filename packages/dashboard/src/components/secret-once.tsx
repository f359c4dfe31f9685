import { CopyButton } from './copy-text.tsx';
import styles from './secret-once.module.css';

interface SecretOnceProps {
  /** What it is: "the key", "the signing secret", "the link". */
  readonly what: string;
  readonly secret: string;
}

/** What is shown this once, and says so. It is kept nowhere in the page. */
export function SecretOnce({ what, secret }: SecretOnceProps) {
  return (
    <div className={styles['secret']}>
      <p>Copy {what} now: it is not shown again.</p>
      <div className={styles['row']}>
        <code data-testid="secret">{secret}</code>
        <CopyButton text={secret} what={what} />
      </div>
    </div>
  );
}
