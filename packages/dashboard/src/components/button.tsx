import { Button as BaseButton } from '@base-ui/react/button';
import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One main action to a page; what stops money or takes something away is `danger`. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly isBusy?: boolean;
}

export function Button({
  kind = 'plain',
  isBusy = false,
  disabled,
  type = 'button',
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      type={type}
      disabled={disabled === true || isBusy}
      // Whoever pressed it keeps the focus while it works.
      focusableWhenDisabled={isBusy}
      aria-busy={isBusy}
      className={`${styles['button']} ${styles[kind]} ${className}`}
    />
  );
}
