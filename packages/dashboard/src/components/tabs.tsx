import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

interface Tab<Name extends string> {
  readonly value: Name;
  readonly name: ReactNode;
  /** Drawn only while the tab is the open one. */
  readonly content: () => ReactNode;
}

interface TabsProps<Name extends string> {
  readonly label: string;
  /** The open tab; it stands in the address. */
  readonly value: Name;
  readonly onValue: (value: Name) => void;
  readonly tabs: readonly Tab<Name>[];
}

export function Tabs<Name extends string>({ label, value, onValue, tabs }: TabsProps<Name>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onValue(next as Name)}>
      <Base.List className={styles['list']} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.name}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} tabIndex={-1}>
          {tab.value === value ? tab.content() : null}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
