import { useEffect } from 'react';

/** News of what was done is a dialog too, which takes no keys. */
const dialog = '[role="dialog"]:not([aria-modal="false"])';

/** Keys of one letter, which do nothing while somebody types or a dialog is open. */
export function useAlertKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const act = keys[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      const isTyping = target instanceof Element && target.closest('input, select, textarea') !== null;
      if (isTyping || document.querySelector(dialog) !== null) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}
