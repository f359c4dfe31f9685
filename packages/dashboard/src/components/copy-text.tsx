import { useEffect, useState } from 'react';
import styles from './copy-text.module.css';

/** Copies by the clipboard of the browser, or where pages without https have none by the selection of a field. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** `what` is for screen readers: "Copy the secret". */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [said, say] = useState('Copy');
  useEffect(() => {
    if (said === 'Copy') return undefined;
    const timer = setTimeout(() => say('Copy'), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  const press = (): void => {
    copy(text).then(
      () => say('Copied'),
      () => say('Select it'),
    );
  };
  return (
    <button type="button" className={styles['copy']} aria-label={`${said} ${what}`} onClick={press}>
      {said}
    </button>
  );
}

/** An id or an address, with a button that copies it. */
export function CopyText({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className={styles['row']}>
      <code title={text}>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
