import { Menu as Base } from '@base-ui/react/menu';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './popup.module.css';

/** An act, or a way to another page; null draws a line. */
export type MenuItem =
  | { readonly name: string; readonly onSelect: () => void; readonly isDanger?: boolean }
  | { readonly name: string; readonly to: string }
  | null;

interface MenuProps {
  /** What the button is for, where it shows no text that says so. */
  readonly label?: string;
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly side?: 'top' | 'bottom';
  readonly className?: string;
}

function Item({ item }: { readonly item: MenuItem }) {
  if (item === null) return <Base.Separator className={styles['line']} />;
  if ('to' in item)
    return (
      <Base.LinkItem className={styles['item']} closeOnClick render={<Link to={item.to} />}>
        {item.name}
      </Base.LinkItem>
    );
  return (
    <Base.Item
      className={`${styles['item']} ${item.isDanger === true ? styles['danger'] : ''}`}
      onClick={item.onSelect}
    >
      {item.name}
    </Base.Item>
  );
}

/** A button that opens a list of acts. */
export function Menu({ label, trigger, items, side = 'bottom', className = '' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger {...(label === undefined ? {} : { 'aria-label': label })} render={<Button className={className} />}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles['positioner']} side={side} sideOffset={4} align="end">
          <Base.Popup className={styles['popup']}>
            {items.map((item, index) => (
              <Item key={item?.name ?? `line ${index}`} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
