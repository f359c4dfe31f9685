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
    <button
      {...rest}
      type={type}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy}
      className={`${styles['button']} ${styles[kind]} ${className}`}
    />
  );
}
