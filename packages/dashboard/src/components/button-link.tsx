import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';
import styles from './button.module.css';

interface LookProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger';
}

function Look({ kind = 'plain', className = '', ...rest }: LookProps) {
  return <a {...rest} className={`${styles['button']} ${styles[kind]} ${styles['link']} ${className}`} />;
}

/** A way to another page that looks like a button, where it is what one came to do. */
export const ButtonLink = createLink(Look);
