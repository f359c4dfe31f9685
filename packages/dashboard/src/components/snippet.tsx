import { CopyButton } from './copy-text.tsx';
import styles from './snippet.module.css';

/** Code to be taken as it stands. `what` names it for screen readers: "the call with curl". */
export function Snippet({ code, what }: { readonly code: string; readonly what: string }) {
  return (
    <div className={styles['snippet']}>
      <pre tabIndex={0} role="region" aria-label={what}>
        <code>{code}</code>
      </pre>
      <div>
        <CopyButton text={code} what={what} />
      </div>
    </div>
  );
}
